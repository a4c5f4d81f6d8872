import { z } from 'zod';
import type { Scope } from '@/core/settings/settings';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

/**
 * What a body takes the place of, as it is answered: what is read may be sent back. A field that no body can set is
 * taken when it is as it is, and refused otherwise.
 */
interface Replaced {
  readonly answer: z.ZodObject;
  /** Fields that change by themselves, so that what was read is soon no longer so: taken whatever they say. */
  readonly passing?: readonly string[];
}

/**
 * One call of the API: what it takes and answers, and which scope opens it. The same schemas validate requests and make
 * the OpenAPI document. `public`: without a key, but not for other sites' pages.
 */
export interface Contract<
  Query extends z.ZodObject = z.ZodObject,
  Path extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  /** As in OpenAPI, below /api/v1: `/traces/{traceId}`. */
  readonly path: string;
  readonly summary: string;
  readonly scope: Scope | 'public';
  /** Of the answer when all went well. */
  readonly status: number;
  readonly query: Query;
  readonly params: Path;
  /** Null: the call takes no body. */
  readonly body: Body | null;
  /** What the body replaces; null where it is taken only as `body` has it. */
  readonly replaces: Replaced | null;
  /** How large a body may be. */
  readonly mostBodyBytes: number;
  readonly answer: Answer;
  /** What an answer is sent as. */
  readonly media: string;
}

const MOST_BODY_BYTES = 64 * 1024;

/** Fills in what most calls have not: parameters, body, a status other than 200, an answer other than JSON. */
export function contract<
  Answer extends z.ZodType,
  Query extends z.ZodObject = Nothing,
  Path extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodNever,
>(given: {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly scope: Scope | 'public';
  readonly status?: number;
  readonly query?: Query;
  readonly params?: Path;
  readonly body?: Body;
  readonly replaces?: Replaced;
  readonly mostBodyBytes?: number;
  readonly answer: Answer;
  readonly media?: string;
}): Contract<Query, Path, Body, Answer> {
  const {
    query = NOTHING,
    params = NOTHING,
    body = null,
    replaces = null,
    mostBodyBytes = MOST_BODY_BYTES,
    status = 200,
    media = 'application/json',
    ...rest
  } = given;
  return {
    ...rest,
    replaces,
    mostBodyBytes,
    status,
    media,
    query: query as Query,
    params: params as Path,
    body,
  };
}
