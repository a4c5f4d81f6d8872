import { z } from 'zod';
import { CONTRACTS } from '../_contract/all';
import type { Contract } from '../_contract/contract';

type Json = Record<string, unknown>;

const ERROR: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' } },
    },
  },
};

/** The OpenAPI 3.1 document of /api/v1, made of the contracts that validate every call. */
export function openApiDocument(): Json {
  const schemas: Json = { Error: ERROR };
  const paths: Record<string, Json> = {};
  for (const call of CONTRACTS) {
    const path = `/api/v1${call.path}`;
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operation(call, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Faaslens', version: '1', description: 'Invocations, traces, logs, cost and alerts.' },
    paths,
    components: {
      schemas,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'faaslens_key' },
      },
    },
  };
}

function operation(call: Contract, schemas: Json): Json {
  const error = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
  const answered =
    call.status === 204
      ? { description: 'Done.' }
      : {
          description: 'OK.',
          content: { [call.media]: { schema: jsonSchema(call.answer, 'output', schemas) } },
        };
  return {
    summary: call.summary,
    ...(call.scope === 'public' ? { security: [] } : { security: [{ key: [] }, { cookie: [] }] }),
    ...(call.scope === 'public' ? {} : { 'x-scope': call.scope }),
    parameters: [...parameters(call.params, 'path', schemas), ...parameters(call.query, 'query', schemas)],
    ...(call.body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(call.body, 'input', schemas) } },
          },
        }),
    responses: {
      [call.status]: answered,
      default: { description: 'Refused or failed.', ...error },
    },
  };
}

function parameters(fields: z.ZodObject, place: 'path' | 'query', schemas: Json): readonly Json[] {
  return Object.entries(fields.shape).map(([name, field]) => {
    const schema = jsonSchema(field as z.ZodType, 'output', schemas);
    const required = place === 'path' || !z.safeParse(field, undefined).success;
    const { description, ...rest } = schema;
    // As `name[key]=value`.
    const style = schema.type === 'object' ? { style: 'deepObject', explode: true } : {};
    const about = description === undefined ? {} : { description };
    return { name, in: place, required, ...about, ...style, schema: rest };
  });
}

/** The schema as JSON; those that have an id become components and are referred to. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  const parsed: Json = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
  const { $schema: _, $defs = {}, id, ...own } = parsed;
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
    const { id: __, ...component } = definition;
    schemas[name] = component;
  }
  if (typeof id !== 'string') return own;
  schemas[id] = own;
  return { $ref: `#/components/schemas/${id}` };
}
