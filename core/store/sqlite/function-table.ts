import type Database from 'better-sqlite3';
import type { FunctionFacts, FunctionIdentity, UnpricedInvocation } from '../../model/invocation';
import { type FunctionNumbers, prepareFunctionNumbers } from './function-numbers';
import type { InvocationRecord } from './invocation-record';
import type { TraceChange } from './trace-change';
import { earlier, MAX_TIME_NS, msToNs, PLATFORM_CODE } from './values';

/** Finds the facts of an invocation by its row's id. */
export type FactsOf = (rowId: bigint) => FunctionFacts;

/** What a batch changes about invocations; `removed` lists the records of removed rows. */
export interface FunctionChange extends Pick<TraceChange, 'current' | 'added'> {
  readonly removed: readonly InvocationRecord[];
}

export interface FunctionTable {
  /**
   * Brings the functions of these invocations up to date: facts, first and last seen, origins. First it gives numbers to
   * the new functions and origins, then `writeRows` writes the invocation rows with them, then it looks at the rows where
   * something went.
   */
  refresh(changes: readonly FunctionChange[], writeRows: (numbers: FunctionNumbers) => void): void;
}

interface Seen {
  readonly firstSeenNs: bigint;
  readonly lastSeenNs: bigint;
  /** The start of the newest invocation with a span, whose facts the function has; null without any. */
  readonly factsNs: bigint | null;
}

type FunctionRecord = FunctionIdentity & FunctionFacts & Seen;

type StoredFunction = FunctionIdentity & {
  readonly [Fact in keyof FunctionFacts]: FunctionFacts[Fact] extends number | null
    ? bigint | null
    : FunctionFacts[Fact];
} & Seen & { readonly no: bigint };

interface NewestRow {
  readonly id: bigint;
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly start_ns: bigint;
}

/** What a batch brings of a function. */
interface Growth {
  newest: UnpricedInvocation;
  newestWithSpan: UnpricedInvocation | null;
  oldestNs: bigint;
}

/** Clocks that are further ahead than this say nothing about what is newest, as long as there are others. */
const MOST_AHEAD_MS = 86_400_000;

/** `now`: milliseconds since the epoch. */
export function createFunctionTable(
  db: Database.Database,
  factsOf: FactsOf,
  now: () => number,
): FunctionTable {
  const newestUntil = newestStatement(db, '');
  const newestWithSpanUntil = newestStatement(db, `AND source <> ${PLATFORM_CODE}`);
  const firstSeen = db
    .prepare<[bigint], bigint>('SELECT min(start_ns) FROM invocation WHERE function_no = ?')
    .pluck()
    .safeIntegers();
  const saveSeen = db.prepare<[Seen & { no: bigint }]>(
    `UPDATE function SET first_seen_ns = @firstSeenNs, last_seen_ns = @lastSeenNs, facts_ns = @factsNs
     WHERE no = @no`,
  );
  // Not REPLACE: rows name the function by its number.
  const save = db.prepare<[FunctionRecord]>(
    `INSERT INTO function (id, provider, account_id, region, environment, name, service, platform, runtime,
       architecture, memory_mb, timeout_ms, version, first_seen_ns, last_seen_ns, facts_ns)
     VALUES (@id, @provider, @accountId, @region, @environment, @name, @service, @platform, @runtime, @architecture,
       @memoryMb, @timeoutMs, @version, @firstSeenNs, @lastSeenNs, @factsNs)
     ON CONFLICT (id) DO UPDATE SET service = excluded.service, platform = excluded.platform,
       runtime = excluded.runtime, architecture = excluded.architecture, memory_mb = excluded.memory_mb,
       timeout_ms = excluded.timeout_ms, version = excluded.version, first_seen_ns = excluded.first_seen_ns,
       last_seen_ns = excluded.last_seen_ns, facts_ns = excluded.facts_ns`,
  );
  const stored = db
    .prepare<[string], StoredFunction>(
      `SELECT no, id, provider, account_id AS accountId, region, environment, name, service, platform, runtime,
         architecture, memory_mb AS memoryMb, timeout_ms AS timeoutMs, version, first_seen_ns AS firstSeenNs,
         last_seen_ns AS lastSeenNs, facts_ns AS factsNs FROM function WHERE id = ?`,
    )
    .safeIntegers();
  const remove = db.prepare<[string]>('DELETE FROM function WHERE id = ?');
  const newNumbers = prepareFunctionNumbers(db);

  const newestOf = (no: bigint, until: typeof newestUntil, horizonNs: bigint): NewestRow | undefined =>
    until.get(no, horizonNs) ?? until.get(no, MAX_TIME_NS);

  /** With rows removed or in doubt: from the rows. `spansGone`: whether rows with a span are among these. */
  const recompute = (
    id: string,
    growth: Growth | undefined,
    spansGone: boolean,
    factsOfRow: (row: NewestRow) => FunctionFacts,
    horizonNs: bigint,
  ): void => {
    const old = stored.get(id);
    if (!old) throw new Error(`function ${id} is missing`);
    const newest = newestOf(old.no, newestUntil, horizonNs);
    const firstSeenNs = firstSeen.get(old.no);
    if (!newest || firstSeenNs === undefined) {
      remove.run(id);
      return;
    }
    const seen = { firstSeenNs, lastSeenNs: newest.start_ns };
    const withSpan = growth?.newestWithSpan ?? null;
    // Else they need not be searched among the rows without one, which may be many.
    if (spansGone || (withSpan !== null && withSpan.startNs === old.factsNs)) {
      const row = newestOf(old.no, newestWithSpanUntil, horizonNs);
      save.run({ ...old, ...factsOfRow(row ?? newest), ...seen, factsNs: row?.start_ns ?? null });
    } else if (withSpan !== null && isNewerThan(old.factsNs, withSpan.startNs, horizonNs)) {
      save.run({ ...old, ...withSpan.facts, ...seen, factsNs: withSpan.startNs });
    } else if (old.factsNs !== null) saveSeen.run({ ...seen, factsNs: old.factsNs, no: old.no });
    else save.run({ ...old, ...factsOfRow(newest), ...seen, factsNs: null });
  };

  /**
   * With rows only added or confirmed, the newest and the oldest of them are all that can matter; answers false when
   * the rows must be asked.
   */
  const extend = (id: string, { newest, newestWithSpan, oldestNs }: Growth, horizonNs: bigint): boolean => {
    const old = stored.get(id);
    if (old === undefined) {
      const { facts } = newestWithSpan ?? newest;
      const factsNs = newestWithSpan?.startNs ?? null;
      const seen = { firstSeenNs: oldestNs, lastSeenNs: newest.startNs, factsNs };
      save.run({ ...newest.function, ...facts, ...seen });
      return true;
    }
    if (newest.startNs === old.lastSeenNs || newestWithSpan?.startNs === old.factsNs) return false;
    const isNewest = compareTimes(newest.startNs, old.lastSeenNs, horizonNs) > 0;
    const tells = newestWithSpan ?? (isNewest && old.factsNs === null ? newest : null);
    const factsFrom =
      tells !== null && (newestWithSpan === null || isNewerThan(old.factsNs, tells.startNs, horizonNs))
        ? tells
        : null;
    const seen = {
      firstSeenNs: earlier(oldestNs, old.firstSeenNs),
      lastSeenNs: isNewest ? newest.startNs : old.lastSeenNs,
      factsNs: factsFrom === null || newestWithSpan === null ? old.factsNs : factsFrom.startNs,
    };
    if (factsFrom !== null && !hasFacts(old, factsFrom.facts)) {
      save.run({ ...old, ...factsFrom.facts, ...seen });
    } else if (isNewest || seen.firstSeenNs !== old.firstSeenNs || seen.factsNs !== old.factsNs) {
      saveSeen.run({ ...seen, no: old.no });
    }
    return true;
  };

  return {
    refresh(changes, writeRows) {
      const horizonNs = msToNs(now() + MOST_AHEAD_MS);
      const { grown, shrunk } = collect(changes, horizonNs);
      for (const [id, growth] of grown) {
        if (!shrunk.has(id) && !extend(id, growth, horizonNs)) shrunk.set(id, false);
      }
      const numbers = newNumbers();
      writeRows(numbers);
      for (const { removed } of changes) {
        for (const { function_id, origin } of removed) numbers.removeUnused(function_id, origin);
      }
      if (shrunk.size === 0) return;
      const known = new Map<string, FunctionFacts>();
      for (const { current } of changes) {
        for (const { invocation } of current) {
          known.set(invocation.traceId + invocation.spanId, invocation.facts);
        }
      }
      const factsOfRow = ({ id, trace_id, span_id }: NewestRow): FunctionFacts =>
        known.get(trace_id.toString('hex') + span_id.toString('hex')) ?? factsOf(id);
      for (const [id, spansGone] of shrunk) recompute(id, grown.get(id), spansGone, factsOfRow, horizonNs);
    },
  };
}

function newestStatement(db: Database.Database, condition: string) {
  return db
    .prepare<[bigint, bigint], NewestRow>(
      `SELECT id, trace_id, span_id, start_ns FROM invocation WHERE function_no = ? AND start_ns <= ? ${condition}
       ORDER BY start_ns DESC, trace_id DESC, span_id DESC LIMIT 1`,
    )
    .safeIntegers();
}

/** The functions with new or confirmed rows, and those with rows removed: whether rows with spans are among them. */
function collect(changes: readonly FunctionChange[], horizonNs: bigint) {
  const grown = new Map<string, Growth>();
  const shrunk = new Map<string, boolean>();
  for (const { current, removed } of changes) {
    for (const { invocation } of current) {
      const { id } = invocation.function;
      const withSpan = invocation.source === 'platform' ? null : invocation;
      const growth = grown.get(id);
      if (growth === undefined) {
        grown.set(id, { newest: invocation, newestWithSpan: withSpan, oldestNs: invocation.startNs });
        continue;
      }
      if (isNewer(invocation, growth.newest, horizonNs)) growth.newest = invocation;
      if (withSpan && (!growth.newestWithSpan || isNewer(withSpan, growth.newestWithSpan, horizonNs))) {
        growth.newestWithSpan = withSpan;
      }
      growth.oldestNs = earlier(invocation.startNs, growth.oldestNs);
    }
    for (const { function_id, source } of removed) {
      shrunk.set(function_id, source !== 'platform' || shrunk.get(function_id) === true);
    }
  }
  return { grown, shrunk };
}

function hasFacts(stored: StoredFunction, facts: FunctionFacts): boolean {
  return (
    stored.version === facts.version &&
    stored.service === facts.service &&
    stored.platform === facts.platform &&
    stored.runtime === facts.runtime &&
    stored.architecture === facts.architecture &&
    (stored.memoryMb === null ? null : Number(stored.memoryMb)) === facts.memoryMb &&
    (stored.timeoutMs === null ? null : Number(stored.timeoutMs)) === facts.timeoutMs
  );
}

/** Above 0 when the first one is newer; what lies beyond the horizon is older than all before it. */
function compareTimes(a: bigint, b: bigint, horizonNs: bigint): number {
  if (a > horizonNs !== b > horizonNs) return a > horizonNs ? -1 : 1;
  if (a === b) return 0;
  return a > b ? 1 : -1;
}

/** `known` is null for nothing. */
function isNewerThan(known: bigint | null, startNs: bigint, horizonNs: bigint): boolean {
  return known === null || compareTimes(startNs, known, horizonNs) > 0;
}

function isNewer(a: UnpricedInvocation, b: UnpricedInvocation, horizonNs: bigint): boolean {
  if (a.startNs !== b.startNs) return compareTimes(a.startNs, b.startNs, horizonNs) > 0;
  return a.traceId + a.spanId > b.traceId + b.spanId;
}
