import type { MessagePort } from 'node:worker_threads';
import { type FaaslensError, isFaaslensError } from '@/core/errors';
import { batchOfEnvironment } from '@/core/model/batch-of-environment';
import { batchSince } from '@/core/model/batch-since';
import { batchUntil } from '@/core/model/batch-until';
import type { PriceChange } from '@/core/model/price-override';
import { createRedactor, type RedactionCounts, type Redactor } from '@/core/model/redaction/redactor';
import { DEFAULT_REDACTION, type RedactionSettings } from '@/core/model/redaction/rule';
import type { TelemetryBatch } from '@/core/model/telemetry';
import { freeMemory } from '@/core/thread/free-memory';
import type { Rejected } from '../otlp/rejections';
import { decodeSubmission } from './decode-submission';
import { createGroupCommit, type RefusedSpans, recordsIn } from './group-commit';
import type { FromWorker, Submission, ToWorker } from './messages';
import type { StoreThread } from './store-thread';
import { createTidying } from './tidying';

const WINDOW_MS = 5;
/** Counters of a function and minute are written once per group; but while a group is written, nobody else can write. */
const MAX_GROUP_RECORDS = 2_000;
/** Larger groups would save little, and delay decoding of the next. */
const IDLE_GROUP_RECORDS = 100;
/** While merging is behind, a group waits to fill a whole block, which is never merged, but no longer than `windowMs`. */
const FULL_GROUP = { records: 1_600, windowMs: 150 };
/** Three years: milliseconds or seconds sent in a field of nanoseconds come out earlier. */
const YEARS_NS = 10n ** 17n;
/**
 * How far ahead a sender's clock may be. Anything later would sort before all that is new, and its block would never be old:
 * one wrong clock would keep everything that shares blocks with it.
 */
const MOST_AHEAD_NS = 86_400_000_000_000n;
const UNTIDIED = 'the store could not be tidied; it is tried again, and grows meanwhile';
const WHY_REFUSED = 'their trace has 20000 spans already';

/**
 * Answers each submission on the port once it is durable or refused, and tidies the store meanwhile; `finish` closes the
 * writer and the port. Secrets are redacted before telemetry is used for anything else. `onPrices` is called when the user's
 * prices change.
 */
export function serveIngest(
  port: MessagePort,
  writer: StoreThread['writer'],
  onPrices: (prices: readonly PriceChange[]) => void = () => {},
  redaction: RedactionSettings = DEFAULT_REDACTION,
  /** How many groups are handed to the writer before the first of them is written. */
  groupsAhead = 1,
): void {
  let redactor: Redactor = createRedactor(redaction);
  const commits = createGroupCommit({
    write: (batch) => writer.write(batch),
    windowMs: WINDOW_MS,
    maxRecords: MAX_GROUP_RECORDS,
    // A ClickHouse server prefers few large batches.
    idleRecords: groupsAhead > 1 ? IDLE_GROUP_RECORDS : MAX_GROUP_RECORDS,
    ahead: groupsAhead,
    whileBehind: { ...FULL_GROUP, isBehind: () => writer.backlog() > 1 },
  });
  const answer = (message: FromWorker) => port.postMessage(message);
  const tidying = createTidying({
    tidy: (budgetMs) => writer.tidy(budgetMs),
    workedMs: writer.tidiedMs,
    backlog: () => writer.backlog(),
    now: () => performance.now(),
    onDefect: (untidy) => answer({ untidy }),
    onFailed: (reason) => answer({ trouble: UNTIDIED, reason }),
  });

  const tellRedacted = (redacted: RedactionCounts) => {
    if (Object.keys(redacted).length > 0) answer({ redacted });
  };

  let toldSinceNs = 0n;
  const tellKeptSince = (keptSinceNs: bigint) => {
    if (keptSinceNs === toldSinceNs) return;
    toldSinceNs = keptSinceNs;
    answer({ keptSinceNs });
  };

  /** The latest time of receipt so far: a host whose clock was set back must not refuse new telemetry. */
  let latestNs = 0n;

  /** Decodes a submission, and drops what is not kept. */
  const taken = (submission: Submission, by: Redactor) => {
    const { environment, receivedNs } = submission;
    if (receivedNs > latestNs) latestNs = receivedNs;
    const { batch: received, rejected, records, ignored } = decodeSubmission(submission);
    const own = environment === undefined ? received : batchOfEnvironment(environment, received);
    const foreign = recordsIn(received) - recordsIn(own);
    const batch = batchUntil(latestNs + MOST_AHEAD_NS, own);
    const ahead = recordsIn(own) - recordsIn(batch);
    const clean = by.batch(batch);
    const redacted = by.takeCounts();
    const keptSinceNs = writer.keptSinceNs();
    const kept = batchSince(keptSinceNs, clean);
    const bound = withAhead(withForeign(rejected, foreign, environment), ahead, latestNs);
    const old = withOld(bound, recordsIn(clean) - recordsIn(kept), keptSinceNs, clean);
    return { kept, redacted, keptSinceNs, result: { rejected: old, records, ignored } };
  };

  /** A separate function, so that nothing decoded stays in memory during the write: see `GroupCommit.add`. */
  const begin = (submission: Submission) => {
    const by = redactor;
    const { kept, redacted, keptSinceNs, result } = taken(submission, by);
    tellRedacted(redacted);
    tellKeptSince(keptSinceNs);
    const refused = recordsIn(kept) === 0 ? null : commits.add(kept, () => taken(submission, by).kept);
    return { result, refused };
  };

  const store = async (submission: Submission) => {
    const { id, body } = submission;
    try {
      const { result, refused } = begin(submission);
      const rejected = withRefused(result.rejected, await refused);
      answer({ id, result: { ...result, rejected } });
    } catch (error) {
      answer({ id, error: errorMessage(error) });
    }
    if (body.buffer instanceof ArrayBuffer) freeMemory(body.buffer);
  };

  port.on('message', async (message: ToWorker) => {
    if ('prices' in message) {
      onPrices(message.prices);
      return;
    }
    if ('redaction' in message) {
      redactor = createRedactor(message.redaction);
      return;
    }
    if ('keep' in message) {
      writer.keep(message.keep);
      return;
    }
    if (!('finish' in message)) {
      tidying.begin();
      await store(message);
      tidying.end();
      return;
    }
    await commits.drained();
    await tidying.stop();
    await writer.close();
    port.close();
  });
  answer({ ready: true });
}

/** Adds telemetry of environments other than that of its key. */
function withForeign(rejected: Rejected, count: number, environment = ''): Rejected {
  if (count === 0) return rejected;
  const name = environment === '' ? 'telemetry without an environment' : `the environment ${environment}`;
  const text = `not kept: the key is bound to ${name}; deployment.environment.name says otherwise (${count})`;
  return added(rejected, count, text);
}

/** Adds telemetry that claims to begin or end in the future. */
function withAhead(rejected: Rejected, count: number, nowNs: bigint): Rejected {
  if (count === 0) return rejected;
  const now = new Date(Number(nowNs / 1_000_000n)).toISOString();
  const text = `not kept: begins or ends more than a day after ${now}, the time here (${count}); is a clock wrong?`;
  return added(rejected, count, `${text} Times must be nanoseconds since 1970`);
}

/** Adds telemetry older than what is kept. */
function withOld(rejected: Rejected, count: number, keptSinceNs: bigint, sent: TelemetryBatch): Rejected {
  if (count === 0) return rejected;
  const since = new Date(Number(keptSinceNs / 1_000_000n)).toISOString();
  const isOfOtherUnit =
    sent.spans.some(({ startNs }) => startNs < YEARS_NS) || sent.logs.some(({ timeNs }) => timeNs < YEARS_NS);
  const hint = isOfOtherUnit ? '; times must be nanoseconds since 1970, not milliseconds or seconds' : '';
  return added(
    rejected,
    count,
    `not kept: from before ${since}, since when telemetry is kept (${count})${hint}`,
  );
}

/** Adds what the store refused. When the group was shared, this is a warning: the count of one request is unknown. */
function withRefused(rejected: Rejected, refused: RefusedSpans | null): Rejected {
  if (refused === null || refused.count === 0) return rejected;
  const { count, shared } = refused;
  const whose = shared ? ' of this request or of another one that arrived with it' : '';
  const text = `spans not kept${whose}: ${WHY_REFUSED} (${count})`;
  return added(rejected, shared ? 0 : count, text);
}

function added({ count, message }: Rejected, more: number, text: string): Rejected {
  return { count: count + more, message: message === '' ? text : `${message}. ${text}` };
}

/** A defect answers `unavailable`, so that the sender keeps its data and retries. Its text only goes to our log. */
function errorMessage(error: unknown): Extract<FromWorker, { error: unknown }>['error'] {
  if (isFaaslensError(error)) return { code: error.code, message: error.message, defect: defectOf(error) };
  return { code: 'unavailable', message: 'the telemetry could not be stored', defect: stackOf(error) };
}

function defectOf(error: FaaslensError): string | null {
  const { cause } = error;
  return error.code === 'invalid_input' && cause !== undefined && !(cause instanceof SyntaxError)
    ? stackOf(cause)
    : null;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
