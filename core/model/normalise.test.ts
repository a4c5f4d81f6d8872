import { expect, test } from 'vitest';
import { normaliseAttributes } from './normalise';

test('attributes without old names come back as the same object', () => {
  const attributes = { 'faas.trigger': 'http', 'http.route': '/' };
  expect(normaliseAttributes(attributes)).toBe(attributes);
});

test('old names become the current ones, the rest stays', () => {
  expect(
    normaliseAttributes({
      'faas.execution': 'id',
      'faas.id': 'arn',
      'faas.cold_start': true,
      'http.method': 'GET',
      'http.url': 'https://a/b',
      'http.target': '/b?c=1',
      'http.status_code': 200,
      'deployment.environment': 'production',
      'messaging.operation': 'process',
      'code.function': 'run',
      'code.namespace': 'Job',
      'code.lineno': 7,
      'app.own': 1,
    }),
  ).toEqual({
    'faas.invocation_id': 'id',
    'cloud.resource_id': 'arn',
    'faas.coldstart': true,
    'http.request.method': 'GET',
    'url.full': 'https://a/b',
    'url.path': '/b',
    'url.query': 'c=1',
    'http.response.status_code': 200,
    'deployment.environment.name': 'production',
    'messaging.operation.type': 'process',
    'code.function.name': 'Job.run',
    'code.line.number': 7,
    'app.own': 1,
  });
});

test('a current name that is there wins over its old one', () => {
  expect(normaliseAttributes({ 'faas.execution': 'old', 'faas.invocation_id': 'new' })).toEqual({
    'faas.invocation_id': 'new',
  });
});
