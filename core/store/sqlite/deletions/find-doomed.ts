import type Database from 'better-sqlite3';
import type { AttributeValue } from '../../../model/attributes';
import type { LogRecord } from '../../../model/telemetry';
import type { DeletionQuery } from '../../deletions';
import { resourceFacts } from '../../derive/resource-facts';
import type { BlockQuery } from '../blocks/block-meta';
import { prepareBlockSearch } from '../blocks/block-search';
import { markToken, traceToken, wantedOf } from '../blocks/tokens';
import { msToNs, PLATFORM_CODE } from '../values';

/** What a deletion is about. */
export interface Doomed {
  readonly traceIds: Set<string>;
  /** Records without a trace, and the blocks that hold them. */
  readonly looseLogs: { readonly block: number; readonly log: LogRecord }[];
  /** Rows of invocations without a span. */
  readonly orphans: Set<bigint>;
}

/** Finds some of it, about `most` pieces, or all when there are fewer; stops early when `isLate` says so. */
export type FindDoomed = (query: DeletionQuery, most: number, isLate?: () => boolean) => Doomed;

export function prepareFindDoomed(db: Database.Database): FindDoomed {
  const search = prepareBlockSearch(db);
  const invoked = db
    .prepare<[string, bigint, bigint, number], Buffer>(
      `SELECT DISTINCT trace_id FROM invocation WHERE function_no = (SELECT no FROM function WHERE id = ?)
         AND start_ns >= ? AND start_ns < ? AND source <> ${PLATFORM_CODE} LIMIT ?`,
    )
    .pluck();
  const orphans = db
    .prepare<[bigint, bigint, string | null, string | null, number], bigint>(
      `SELECT id FROM invocation WHERE source = ${PLATFORM_CODE} AND start_ns >= ? AND start_ns < ?
         AND (? IS NULL OR function_no = (SELECT no FROM function WHERE id = ?)) LIMIT ?`,
    )
    .pluck()
    .safeIntegers();
  // A resource that several functions share says of none what is its own.
  const origins = db
    .prepare<[string], Buffer>(
      `SELECT o.origin FROM function f JOIN function_origin o ON o.function_no = f.no
       WHERE f.id = ? AND NOT EXISTS (
         SELECT 1 FROM function_origin other WHERE other.origin = o.origin AND other.function_no <> f.no)`,
    )
    .pluck();

  return ({ range, traceId, functionId, attribute }, most, isLate = () => false) => {
    const doomed: Doomed = { traceIds: new Set(), looseLogs: [], orphans: new Set() };
    const { traceIds, looseLogs } = doomed;
    const isEnough = () => traceIds.size + looseLogs.length + doomed.orphans.size >= most || isLate();
    if (traceId !== undefined) {
      const found = search
        .find({ keys: [traceToken(traceId)] })
        .some(({ id }) => search.load(id).indexOfTrace(traceId) >= 0);
      if (found) traceIds.add(traceId);
      return doomed;
    }
    const [from, to] = [msToNs(range.fromMs), msToNs(range.toMs)];
    const isIn = (ns: bigint) => ns >= from && ns < to;

    const lookAtLogs = (query: BlockQuery, fits: (log: LogRecord) => boolean): void => {
      for (const { id, logs } of search.walk({ ...query, logs: range })) {
        if (isEnough()) return;
        const block = logs > 0 ? search.load(id) : null;
        for (let index = 0; block !== null && index < block.logCount; index += 1) {
          const log = block.logAt(index);
          if (!isIn(log.timeNs) || !fits(log)) continue;
          if (log.traceId === null) looseLogs.push({ block: id, log });
          else traceIds.add(log.traceId);
        }
      }
    };
    const lookAtSpans = (query: BlockQuery, fits: (key: AttributeValue | undefined) => boolean): void => {
      for (const { id, spans } of search.walk({ ...query, spans: range })) {
        if (isEnough()) return;
        const block = spans > 0 ? search.load(id) : null;
        for (let index = 0; block !== null && index < block.spanCount; index += 1) {
          const span = block.spanAt(index);
          if (isIn(span.startNs) && fits(attribute && span.attributes[attribute.key]))
            traceIds.add(span.traceId);
        }
      }
    };

    if (functionId !== undefined) {
      for (const key of invoked.all(functionId, from, to, most)) traceIds.add(key.toString('hex'));
      for (const origin of origins.all(functionId)) {
        const hex = origin.toString('hex');
        const isOwn = ({ resource }: LogRecord) => resourceFacts(resource).originHex === hex;
        lookAtLogs({ tokens: [markToken('origin', hex)] }, isOwn);
      }
    } else if (attribute !== undefined) {
      const { key, value } = attribute;
      const wanted = wantedOf(key, value);
      lookAtSpans(wanted, (own) => readsLike(own, value));
      lookAtLogs(wanted, ({ attributes }) => readsLike(attributes[key], value));
      return doomed;
    } else {
      lookAtSpans({}, () => true);
      lookAtLogs({}, () => true);
    }
    if (!isEnough()) {
      const id = functionId ?? null;
      for (const row of orphans.all(from, to, id, id, Math.min(most, 1_000_000))) doomed.orphans.add(row);
    }
    return doomed;
  };
}

/** Whether a text, number or boolean reads like this. */
function readsLike(attribute: AttributeValue | undefined, text: string): boolean {
  if (typeof attribute === 'string') return attribute === text;
  return (typeof attribute === 'number' || typeof attribute === 'boolean') && String(attribute) === text;
}
