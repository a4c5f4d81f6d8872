import { originOfNaming } from '../../../model/function-identity';
import { groupBy } from '../../../model/group-by';
import type { FunctionIdentity, PriceInvocation } from '../../../model/invocation';
import { executionFor } from '../../../model/platform/complete-invocation';
import type { PlatformExecution } from '../../../model/platform/execution';
import { orphanAfterNs } from '../../../model/platform/orphan-invocation';
import { fittingFunction } from '../../derive/fitting-function';
import { pricedOrphan } from '../../derive/orphan';
import { msToNs } from '../../derive/times';
import type { Connection, InsertRow } from '../connection';
import { toOrphanRow, toVanishedRow } from '../trace-row';
import type { InvocationRows, RequestRow } from './invocation-rows';
import { type SaidOfRequest, type SaidTable, WAIT_MS } from './said';

/**
 * Derives the invocations that only platforms told of: the executions that no span has, once they have waited for one. To
 * be called when the rows of spans are stored. `isOverdue`: whether those that have waited long enough wait no longer.
 */
export async function settleOrphans(
  {
    connection,
    rows,
    said: table,
    price,
    nowMs,
  }: {
    readonly connection: Connection;
    readonly rows: InvocationRows;
    readonly said: SaidTable;
    readonly price: PriceInvocation;
    readonly nowMs: number;
  },
  requestIds: Iterable<string>,
  version: bigint,
  isOverdue: boolean,
): Promise<void> {
  const said = await table.of(requestIds);
  if (said.size === 0) return;
  const stored = await rows.ofRequests(said.keys());
  const storedOf = groupBy(stored, ({ request }) => request);
  const names = [...said.values()].flatMap(({ executions }) => executions.map(({ origin }) => origin.name));
  const orphans: { readonly requestId: string; readonly execution: PlatformExecution }[] = [];
  const waiting = new Map<string, SaidOfRequest>();
  for (const [requestId, one] of said) {
    const { free, waits } = sortOut(one, storedOf.get(requestId) ?? [], isOverdue ? nowMs : null);
    orphans.push(...free.map((execution) => ({ requestId, execution })));
    if (waits.length > 0) waiting.set(requestId, { ...one, executions: waits });
  }
  const functions = orphans.length === 0 ? [] : await rows.functionsNamed(new Set(names));
  const made = orphans.map(({ execution }) => orphanRow(execution, functions, price, version, nowMs));
  const keys = new Set(made.map(keyOf));
  const gone = stored
    .filter(({ orphan }) => orphan === 1)
    .map(({ trace, span, start, duration }) =>
      toVanishedRow(trace, span, { startNs: BigInt(start), durationNs: BigInt(duration) }, version),
    )
    .filter((row) => !keys.has(keyOf(row)));
  await Promise.all([
    connection.insert('trace', [...made, ...gone]),
    // Those that waited and are not due yet, and those whose span is one no more.
    isOverdue ? undefined : table.waitFor(waiting, nowMs),
  ]);
}

/** What no span has: invocations of their own, and those that wait. */
function sortOut(
  { executions, receivedMs }: SaidOfRequest,
  stored: readonly RequestRow[],
  dueAtMs: number | null,
) {
  const claimed = new Set(
    stored
      .filter(({ orphan }) => orphan === 0)
      .map(({ start, duration }) =>
        executionFor({ startNs: BigInt(start), durationNs: BigInt(duration) }, executions),
      ),
  );
  const orphaned = stored.filter(({ orphan }) => orphan === 1).map(({ start }) => BigInt(start));
  const isDue = (one: PlatformExecution) =>
    dueAtMs !== null && receivedMs + WAIT_MS <= dueAtMs && orphanAfterNs(one) <= msToNs(dueAtMs);
  const isOrphan = (one: PlatformExecution) =>
    isDue(one) || orphaned.some((startNs) => one.fromNs <= startNs && startNs <= one.toNs);
  const free = executions.filter((one) => !claimed.has(one));
  return { free: free.filter(isOrphan), waits: free.filter((one) => !isOrphan(one)) };
}

function orphanRow(
  execution: PlatformExecution,
  functions: readonly FunctionIdentity[],
  price: PriceInvocation,
  version: bigint,
  nowMs: number,
): InsertRow {
  const namesakes = functions.filter(({ name }) => name === execution.origin.name);
  const priced = pricedOrphan(execution, fittingFunction(namesakes, execution.origin), price);
  const origin = Buffer.from(originOfNaming(execution.origin)).toString('hex');
  return toOrphanRow(priced, origin, version, msToNs(nowMs));
}

function keyOf(row: InsertRow): string {
  return `${row.trace_id} ${row.part}`;
}
