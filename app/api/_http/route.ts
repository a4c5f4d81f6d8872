import type { z } from 'zod';
import { bindServices } from '@/app/_queries/bound-services';
import { asAccess } from '@/app/_queries/current-access';
import { allServices, type Services } from '@/app/_queries/door';
import { paramsOf, parseInput } from '@/app/_queries/inputs/parse';
import { requestFacts } from '@/app/_queries/request-facts';
import type { Access, RequestFacts } from '@/core/auth/authorize';
import { refuseForeign } from '@/core/auth/browser-rules';
import type { Contract } from '../_contract/contract';
import { withoutAnswered } from './as-answered';
import { readJson } from './body';
import { API_HEADERS, errorResponse } from './errors';

/** A handler's input: everything is validated and authorized. */
export interface Call<Query, Params, Body> {
  readonly query: Query;
  readonly params: Params;
  readonly body: Body;
  readonly facts: RequestFacts;
  /** The request itself, for answers that depend on more than its parts. */
  readonly request: Request;
  /** Null for a public call. */
  readonly access: Access | null;
  readonly services: Services;
  /** Headers to add to the answer. */
  readonly headers: Headers;
}

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value;

interface Context {
  /** Next passes undefined to a route without parameters, whatever its types say. */
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>> | undefined>;
}

/**
 * A route of the API: authorizes the request, validates it, handles it and answers JSON. What the handler
 * throws becomes the fitting status; see errors.ts. A handler may also return its own response, such as a stream.
 * `readReplaced` is for a contract that `replaces` something: its current answer; null if it does not exist.
 */
export function route<
  Query extends z.ZodObject,
  Params extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  contract: Contract<Query, Params, Body, Answer>,
  handle: (
    call: Call<z.output<Query>, z.output<Params>, z.output<Body>>,
  ) => Promise<DeepReadonly<z.input<Answer>> | Response>,
  readReplaced?: (call: Call<z.output<Query>, z.output<Params>, unknown>) => Promise<object | null>,
): (request: Request, context: Context) => Promise<Response> {
  const { method, path, scope, status, query, params } = contract;
  return async (request, context) => {
    try {
      const facts = requestFacts(request.method, request.headers);
      const open = await allServices();
      if (scope === 'public') refuseForeign(facts, 'admin', open.config);
      const access = scope === 'public' ? null : await open.door.authorize(facts, scope);
      const headers = new Headers(API_HEADERS);
      const call = {
        query: parseInput(query, paramsOf(new URL(request.url).searchParams)),
        params: parseInput(params, (await context.params) ?? {}),
        facts,
        request,
        access,
        services: access === null ? open : bindServices(open, access),
        headers,
      };
      const answerIt = async () => {
        const read = async (sent: unknown) => (await readReplaced?.({ ...call, body: sent })) ?? null;
        return handle({ ...call, body: await readBody(contract, request, read) });
      };
      const answer = await (access === null ? answerIt() : asAccess(access, answerIt));
      if (answer instanceof Response) return answer;
      if (status === 204) return new Response(null, { status, headers });
      return Response.json(answer, { status, headers });
    } catch (error) {
      return errorResponse(error, `${method} ${path}`);
    }
  };
}

async function readBody<Body extends z.ZodType>(
  { body, mostBodyBytes, replaces }: Contract<z.ZodObject, z.ZodObject, Body>,
  request: Request,
  read: (sent: unknown) => Promise<object | null>,
): Promise<z.output<Body>> {
  if (body === null) return undefined as z.output<Body>;
  const sent = await readJson(request, mostBodyBytes);
  if (replaces === null) return parseInput(body, sent);
  const { passing = [] } = replaces;
  return parseInput(body, await withoutAnswered(sent, body, { read: () => read(sent), passing }));
}
