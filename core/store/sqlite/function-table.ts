import type Database from 'better-sqlite3';
import { functionFacts } from '../../model/function-facts';
import type { FunctionFacts, FunctionIdentity, Invocation } from '../../model/invocation';
import { normaliseAttributes } from '../../model/normalise';
import type { InvocationRecord } from './invocation-record';
import type { InvocationChange } from './invocation-table';
import type { SpanTable } from './span-table';
import { earlier, MAX_TIME_NS, msToNs } from './values';

export interface FunctionTable {
  /** Brings the functions of these invocations up to date: facts, first and last seen, origins. */
  refresh(changes: readonly InvocationChange[]): void;
}

interface FunctionRecord extends Omit<FunctionIdentity, 'id'>, FunctionFacts {
  readonly id: string;
  readonly firstSeenNs: bigint;
  readonly lastSeenNs: bigint;
}

type StoredFunction = FunctionIdentity & Pick<FunctionRecord, 'firstSeenNs' | 'lastSeenNs'>;

/** Clocks that are further ahead than this say nothing about what is newest, as long as there are others. */
const MOST_AHEAD_MS = 86_400_000;

/** `now`: milliseconds since the epoch. */
export function createFunctionTable(
  db: Database.Database,
  spans: SpanTable,
  now: () => number,
): FunctionTable {
  const newestUntil = db
    .prepare<[string, bigint], { trace_id: Buffer; span_id: Buffer; start_ns: bigint }>(
      `SELECT trace_id, span_id, start_ns FROM invocation WHERE function_id = ? AND start_ns <= ?
       ORDER BY start_ns DESC, trace_id DESC, span_id DESC LIMIT 1`,
    )
    .safeIntegers();
  const firstSeen = db
    .prepare<[string], bigint>('SELECT min(start_ns) FROM invocation WHERE function_id = ?')
    .pluck()
    .safeIntegers();
  const saveSeen = db.prepare<[bigint, bigint, string]>(
    'UPDATE function SET first_seen_ns = ?, last_seen_ns = ? WHERE id = ?',
  );
  const save = db.prepare<[FunctionRecord]>(
    `REPLACE INTO function (id, provider, account_id, region, environment, name, service, platform, runtime,
       architecture, memory_mb, timeout_ms, version, first_seen_ns, last_seen_ns)
     VALUES (@id, @provider, @accountId, @region, @environment, @name, @service, @platform, @runtime, @architecture,
       @memoryMb, @timeoutMs, @version, @firstSeenNs, @lastSeenNs)`,
  );
  const stored = db
    .prepare<[string], StoredFunction>(
      `SELECT id, provider, account_id AS accountId, region, environment, name, first_seen_ns AS firstSeenNs,
         last_seen_ns AS lastSeenNs FROM function WHERE id = ?`,
    )
    .safeIntegers();
  const remove = db.prepare<[string]>('DELETE FROM function WHERE id = ?');
  const addOrigin = db.prepare<[string, Buffer]>(
    'INSERT INTO function_origin (function_id, origin) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const removeOrigin = db.prepare<[string, Buffer, string, Buffer]>(
    `DELETE FROM function_origin WHERE function_id = ? AND origin = ?
     AND NOT EXISTS (SELECT 1 FROM invocation WHERE function_id = ? AND origin = ?)`,
  );

  const factsOf = (traceKey: Buffer, spanId: string): FunctionFacts => {
    const stored = spans.find(traceKey, spanId);
    if (!stored) throw new Error('an invocation has no span');
    const { span } = stored;
    return functionFacts(normaliseAttributes(span.attributes), normaliseAttributes(span.resource.attributes));
  };

  /** With rows removed or in doubt: from the rows. */
  const recompute = (id: string, known: ReadonlyMap<string, Invocation>, horizonNs: bigint): void => {
    const newest = newestUntil.get(id, horizonNs) ?? newestUntil.get(id, MAX_TIME_NS);
    const first = firstSeen.get(id);
    if (!newest || first === undefined) {
      remove.run(id);
      return;
    }
    const key = { traceId: newest.trace_id.toString('hex'), spanId: newest.span_id.toString('hex') };
    const invocation = known.get(key.traceId + key.spanId);
    const identity = invocation?.function ?? stored.get(id);
    if (!identity) throw new Error(`function ${id} is missing`);
    const facts = invocation?.facts ?? factsOf(newest.trace_id, key.spanId);
    save.run({ ...identity, ...facts, firstSeenNs: first, lastSeenNs: newest.start_ns });
  };

  /** With rows only added or confirmed, the newest and the oldest of them are all that can matter. */
  const extend = (id: string, newest: Invocation, oldestNs: bigint, horizonNs: bigint): boolean => {
    const old = stored.get(id);
    if (old && newest.startNs === old.lastSeenNs) return false;
    const firstSeenNs = old ? earlier(oldestNs, old.firstSeenNs) : oldestNs;
    if (!old || compareTimes(newest.startNs, old.lastSeenNs, horizonNs) > 0) {
      save.run({ ...newest.function, ...newest.facts, firstSeenNs, lastSeenNs: newest.startNs });
    } else if (firstSeenNs !== old.firstSeenNs) {
      saveSeen.run(firstSeenNs, old.lastSeenNs, id);
    }
    return true;
  };

  return {
    refresh(changes) {
      const horizonNs = msToNs(now() + MOST_AHEAD_MS);
      const known = new Map<string, Invocation>();
      const grown = new Map<string, { newest: Invocation; oldestNs: bigint }>();
      const shrunk = new Set<string>();
      const origins = new Map<string, InvocationRecord>();
      for (const { current, added, removed } of changes) {
        for (const invocation of current) {
          known.set(invocation.traceId + invocation.spanId, invocation);
          const { id } = invocation.function;
          const { newest, oldestNs } = grown.get(id) ?? { newest: invocation, oldestNs: invocation.startNs };
          grown.set(id, {
            newest: isNewer(invocation, newest, horizonNs) ? invocation : newest,
            oldestNs: earlier(invocation.startNs, oldestNs),
          });
        }
        for (const { function_id, origin } of removed) {
          shrunk.add(function_id);
          removeOrigin.run(function_id, origin, function_id, origin);
        }
        for (const record of added) origins.set(record.function_id + record.origin.toString('hex'), record);
      }
      for (const { function_id, origin } of origins.values()) addOrigin.run(function_id, origin);
      for (const id of shrunk) recompute(id, known, horizonNs);
      for (const [id, { newest, oldestNs }] of grown) {
        if (!shrunk.has(id) && !extend(id, newest, oldestNs, horizonNs)) recompute(id, known, horizonNs);
      }
    },
  };
}

/** Above 0 when the first one is newer; what lies beyond the horizon is older than all before it. */
function compareTimes(a: bigint, b: bigint, horizonNs: bigint): number {
  if (a > horizonNs !== b > horizonNs) return a > horizonNs ? -1 : 1;
  if (a === b) return 0;
  return a > b ? 1 : -1;
}

function isNewer(a: Invocation, b: Invocation, horizonNs: bigint): boolean {
  if (a.startNs !== b.startNs) return compareTimes(a.startNs, b.startNs, horizonNs) > 0;
  return a.traceId + a.spanId > b.traceId + b.spanId;
}
