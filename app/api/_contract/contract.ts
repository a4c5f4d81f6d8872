import { z } from 'zod';
import type { Scope } from '@/core/settings/settings';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

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
  readonly mostBodyBytes?: number;
  readonly answer: Answer;
  readonly media?: string;
}): Contract<Query, Path, Body, Answer> {
  const {
    query = NOTHING,
    params = NOTHING,
    body = null,
    mostBodyBytes = MOST_BODY_BYTES,
    status = 200,
    media = 'application/json',
    ...rest
  } = given;
  return {
    ...rest,
    mostBodyBytes,
    status,
    media,
    query: query as Query,
    params: params as Path,
    body,
  };
}
