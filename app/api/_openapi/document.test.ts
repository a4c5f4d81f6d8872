import { expect, it } from 'vitest';
import { CONTRACTS } from '../_contract/all';
import { openApiDocument } from './document';

const document = JSON.parse(JSON.stringify(openApiDocument()));

it('describes every call, with its parameters and its key', () => {
  for (const { method, path, params, query, status } of CONTRACTS) {
    const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase()];
    const names = operation.parameters.map((one: { name: string }) => one.name);
    expect(names).toEqual([...Object.keys(params.shape), ...Object.keys(query.shape)]);
    expect(Object.keys(operation.responses)).toEqual([String(status), 'default']);
  }
  expect(document.paths['/api/v1/keys'].post['x-scope']).toBe('admin');
  expect(document.openapi).toBe('3.1.0');
});

it('refers only to what it defines, and names parts once', () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain('$defs');
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(document.components.schemas).toHaveProperty([String(name)]);
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Figures', 'Trace', 'Attributes', 'Error']),
  );
});

it('says what a parameter takes', () => {
  const parameters = document.paths['/api/v1/invocations'].get.parameters;
  const named = (name: string) => parameters.find((one: { name: string }) => one.name === name);
  expect(named('limit')).toMatchObject({
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
  });
  expect(named('outcome').schema.enum).toEqual(['ok', 'error', 'timeout', 'oom', 'throttled']);
  expect(named('coldStart').schema.type).toBe('boolean');
  expect(named('attribute')).toMatchObject({
    style: 'deepObject',
    explode: true,
    schema: { type: 'object' },
  });
  expect(named('q')).not.toHaveProperty('style');
  const path = document.paths['/api/v1/traces/{traceId}'].get.parameters[0];
  expect(path).toMatchObject({ name: 'traceId', in: 'path', required: true });
  const body = document.paths['/api/v1/costs/estimate'].post.requestBody.content['application/json'].schema;
  expect(body.required).toEqual(['provider', 'product']);
});

it('says of a body that what is only answered may be sent back', () => {
  const bodyOf = (path: string) =>
    document.paths[`/api/v1${path}`].put.requestBody.content['application/json'].schema;
  const rule = bodyOf('/alerts/rules/{id}');
  expect(rule.properties).toMatchObject({
    id: { readOnly: true, type: 'string' },
    states: { readOnly: true, type: 'array' },
  });
  expect(rule.properties.name).not.toHaveProperty('readOnly');
  expect(rule.required).not.toContain('id');
  for (const channel of bodyOf('/alerts/channels/{id}').oneOf)
    expect(channel.properties).toMatchObject({ target: { readOnly: true }, failing: { readOnly: true } });
  expect(bodyOf('/retention').properties).toMatchObject({ days: { readOnly: true } });
});
