import { z } from 'zod';
import type { Scope } from '@/core/settings/settings';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

/**
 * The answer that a body replaces: what was read may be sent back. A read-only field is accepted
 * if it is unchanged, and refused otherwise.
 */
interface Replaced {
  readonly answer: z.ZodObject;
  /** Fields that change by themselves, so that a value read earlier may be outdated: accepted with any value. */
  readonly passing?: readonly string[];
}

/**
 * One call of the API: what it accepts and answers, and which scope it needs. The same schemas validate requests and generate
 * the OpenAPI document. `public`: no key needed, but other sites' pages are refused.
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
  /** The status of a successful answer. */
  readonly status: number;
  readonly query: Query;
  readonly params: Path;
  /** Null: the call takes no body. */
  readonly body: Body | null;
  /** The schema of what the body replaces; null if only the fields of `body` are accepted. */
  readonly replaces: Replaced | null;
  /** Maximum size of the body. */
  readonly mostBodyBytes: number;
  readonly answer: Answer;
  /** Content type of the answer. */
  readonly media: string;
}

const MOST_BODY_BYTES = 64 * 1024;

/** Fills in the defaults: no parameters, no body, status 200, a JSON answer. */
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
