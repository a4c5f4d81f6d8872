import type Database from 'better-sqlite3';
import type { Resource } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import type { BlockSearch } from './blocks/block-search';
import { spansOfTrace } from './trace-lookup';
import { hexBytes } from './values';

export interface Owner {
  readonly id: string;
  readonly name: string;
}

/** Which function telemetry belongs to, for one question: what was looked up is remembered until it is answered. */
export interface LogFunctions {
  /** The function that wrote a record, when its resource (or, for shared resources, its trace) tells which one. */
  ownerOf(resource: Resource, traceId: string | null): Owner | null;
  /** The origins (`originOf` as hex) of a function's resources; empty when no function has the id. */
  originsOf(functionId: string): readonly string[];
}

interface Origin {
  /** The number that invocations name it by, for each of the functions that share it. */
  readonly no: number;
  readonly owner: Owner;
}

/** Answers one `LogFunctions` for each question. */
export function prepareLogFunctions(db: Database.Database, search: BlockSearch): () => LogFunctions {
  const findOrigins = db.prepare<[Buffer], { no: number; id: string; name: string }>(
    `SELECT o.no, f.id, f.name FROM function_origin o JOIN function f ON f.no = o.function_no WHERE o.origin = ?`,
  );
  const findOriginsOf = db
    .prepare<[string], Buffer>(
      `SELECT o.origin FROM function f JOIN function_origin o ON o.function_no = f.no WHERE f.id = ?`,
    )
    .pluck();
  const findInvocation = db
    .prepare<[bigint, Buffer, Buffer], number>(
      'SELECT origin_no FROM invocation WHERE start_ns = ? AND trace_id = ? AND span_id = ?',
    )
    .pluck();

  /** The numbers of the origins that the trace's invocations have. */
  const originsInTrace = (traceId: string): ReadonlySet<number> => {
    const traceKey = hexBytes(traceId);
    const numbers = new Set<number>();
    for (const span of spansOfTrace(search, traceId).values()) {
      const number = findInvocation.get(span.startNs, traceKey, hexBytes(span.spanId));
      if (number !== undefined) numbers.add(number);
    }
    return numbers;
  };

  return () => {
    const origins = remembered((origin: string): readonly Origin[] =>
      findOrigins.all(hexBytes(origin)).map(({ no, id, name }) => ({ no, owner: { id, name } })),
    );
    const inTrace = remembered(originsInTrace);
    return {
      ownerOf(resource, traceId) {
        const all = origins(resourceFacts(resource).originHex);
        if (all.length <= 1 || traceId === null) return all.length === 1 ? (all[0]?.owner ?? null) : null;
        const invoked = inTrace(traceId);
        const [only, ...others] = all.filter(({ no }) => invoked.has(no));
        return only === undefined || others.length > 0 ? null : only.owner;
      },
      originsOf: (functionId) => findOriginsOf.all(functionId).map((origin) => origin.toString('hex')),
    };
  };
}

function remembered<Value>(find: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? find(key);
    known.set(key, value);
    return value;
  };
}
