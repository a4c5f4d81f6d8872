import { z } from 'zod';
import { CONTRACTS } from '../_contract/all';
import type { Contract } from '../_contract/contract';

type Json = Record<string, unknown>;

const COMPONENTS = '#/components/schemas/';

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

/** The OpenAPI 3.1 document of /api/v1, generated from the contracts that validate every call. */
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
            content: { 'application/json': { schema: bodySchema(call.body, call.replaces, schemas) } },
          },
        }),
    responses: {
      [call.status]: answered,
      default: { description: 'Refused or failed.', ...error },
    },
  };
}

/** Fields that only answers have may be sent back unchanged, so they are described as read-only. */
function bodySchema(body: z.ZodType, replaces: Contract['replaces'], schemas: Json): Json {
  const schema = jsonSchema(body, 'input', schemas);
  if (replaces === null) return schema;
  const answered = propertiesOf(jsonSchema(replaces.answer, 'output', schemas), schemas);
  const withAnswered = (variant: Json): Json => {
    const set = propertiesOf(variant, schemas);
    const others = Object.entries(answered).filter(([name]) => !Object.hasOwn(set, name));
    const readOnly = others.map(([name, field]) => [name, { ...Object(field), readOnly: true }]);
    return { ...variant, properties: { ...set, ...Object.fromEntries(readOnly) } };
  };
  const { oneOf } = schema;
  return Array.isArray(oneOf) ? { ...schema, oneOf: oneOf.map(withAnswered) } : withAnswered(schema);
}

function propertiesOf({ $ref, properties }: Json, schemas: Json): Json {
  const named = typeof $ref === 'string' ? schemas[$ref.replace(COMPONENTS, '')] : undefined;
  return (named === undefined ? properties : (named as Json).properties) as Json;
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

/** The schema as JSON; those with an id become components and are referenced. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  const parsed: Json = JSON.parse(text.replaceAll('"#/$defs/', `"${COMPONENTS}`));
  const { $schema: _, $defs = {}, id, ...own } = parsed;
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
    const { id: __, ...component } = definition;
    schemas[name] = component;
  }
  if (typeof id !== 'string') return own;
  schemas[id] = own;
  return { $ref: `${COMPONENTS}${id}` };
}
