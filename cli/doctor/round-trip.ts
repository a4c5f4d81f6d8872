import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { askOwn } from './ask';
import type { Step } from './step';

export interface RoundTrip extends Pick<Config, 'tls'> {
  readonly otlpUrl: string;
  readonly dashboardUrl: string;
  /** Secrets of keys for sending and for reading; null where none is asked for. */
  readonly ingestSecret: string | null;
  readonly readSecret: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is stored is found at once; only another database never has it. */
const PATIENCE_MS = 10_000;
/** More than the service itself gives a question: on a busy machine it answers late, and is not away. */
const ANSWER_MS = 40_000;
const PAUSE_MS = 100;
const HINT = 'it was ready a moment ago, its log says why';

/** A trace and a log line on the way that those of functions take, and back through the API as a screen asks. */
export function roundTripSteps(trip: RoundTrip): readonly Step[] {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const line = `faaslens doctor ${traceId}`;
  const timeUnixNano = `${trip.now}000000`;
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'faaslens-doctor' } }] };
  const span = {
    traceId,
    spanId,
    name: 'faaslens doctor',
    kind: 1,
    startTimeUnixNano: timeUnixNano,
    endTimeUnixNano: `${trip.now + 1}000000`,
  };
  const record = {
    timeUnixNano,
    traceId,
    spanId,
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: line },
  };
  const range = `from=${new Date(trip.now - 60_000).toISOString()}&to=${new Date(trip.now + 60_000).toISOString()}`;
  return [
    {
      name: 'sending a trace',
      needed: true,
      run: () => send(trip, '/v1/traces', { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
    },
    {
      name: 'reading the trace back',
      needed: false,
      run: () => readBack(trip, `/api/v1/traces/${traceId}`, (text) => text.includes(spanId)),
    },
    {
      name: 'sending a log line',
      needed: true,
      run: () =>
        send(trip, '/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] }),
    },
    {
      name: 'reading the line back',
      needed: false,
      run: () => readBack(trip, `/api/v1/logs?${range}&traceId=${traceId}`, (text) => text.includes(line)),
    },
  ];
}

async function send(trip: RoundTrip, path: string, message: object): Promise<string> {
  const started = performance.now();
  const { status, text } = await askOwn(trip.tls, trip.otlpUrl + path, {
    method: 'POST',
    secret: trip.ingestSecret,
    body: JSON.stringify(message),
    patienceMs: ANSWER_MS,
    hint: HINT,
  });
  if (status !== 200 || text.includes('partialSuccess')) {
    throw new FaaslensError('unavailable', `${path} answers ${status}: ${text.slice(0, 300)}`);
  }
  return `on disk after ${Math.round(performance.now() - started)} ms`;
}

async function readBack(trip: RoundTrip, path: string, isThere: (text: string) => boolean): Promise<string> {
  const started = performance.now();
  let last = '';
  do {
    const { status, text } = await askOwn(trip.tls, trip.dashboardUrl + path, {
      method: 'GET',
      secret: trip.readSecret,
      patienceMs: ANSWER_MS,
      hint: HINT,
    });
    if (status === 200 && isThere(text)) return `found after ${Math.round(performance.now() - started)} ms`;
    last = status === 200 ? 'without it' : `${status} ${text.slice(0, 300)}`;
    await wait(PAUSE_MS);
  } while (performance.now() - started < PATIENCE_MS);
  throw new FaaslensError(
    'unavailable',
    `${path.split('?')[0]} still answers ${last} after ${PATIENCE_MS / 1000} s: do dashboard and collector use the same FAASLENS_DATA_DIR?`,
  );
}
