import { setTimeout as sleep } from 'node:timers/promises';
import { isOutOfStock } from './demo-events.mjs';
import {
  busyness,
  CALLERS,
  clockAt,
  pauseAround,
  RECYCLE_MS,
  slownessAt,
  versionAt,
} from './demo-traffic.mjs';
import { Fleet } from './fleet.mjs';

const FUNCTIONS = 4;
/** Stories a request. */
const BATCH = 75;
const TRIES = 20;
const WAIT_MS = 1000;
const MINUTE_MS = 60_000;

/**
 * The traffic of some minutes up to `startedMs`, made of what was recorded: the later half first, which is what people
 * look at. In batches as OTLP/JSON requests.
 *
 * @param {Record<string, Record<string, import('./story.mjs').Story[]>>} stories
 */
export function* historyOf(stories, { startedMs, minutes }) {
  const half = (minutes / 2) * MINUTE_MS;
  yield* batches(happenings(stories, startedMs, startedMs - half, startedMs));
  yield* batches(happenings(stories, startedMs, startedMs - 2 * half, startedMs - half));
}

function* batches(happenings) {
  let batch = { spans: [], logs: [] };
  let size = 0;
  for (const { spans, logs } of happenings) {
    batch.spans.push(...spans);
    batch.logs.push(...logs);
    size += 1;
    if (size < BATCH) continue;
    yield batch;
    batch = { spans: [], logs: [] };
    size = 0;
  }
  if (size > 0) yield batch;
}

/** What each caller makes happen from one time to another. */
function* happenings(stories, startedMs, fromMs, toMs) {
  const fleet = new Fleet((name, atMs) => versionAt(name, clockAt(atMs, startedMs)));
  for (const [caller, { pauseMs, kindAt }] of Object.entries(CALLERS)) {
    const ofCaller = stories[caller];
    let isNew = true;
    for (let atMs = fromMs + Math.random() * pauseMs; atMs < toMs; ) {
      const clock = clockAt(atMs, startedMs);
      const isCold = isNew || Math.random() < pauseMs / (RECYCLE_MS * FUNCTIONS);
      const kind = isCold ? 'cold' : storyKind(kindAt(clock));
      const story = pick(ofCaller[kind] ?? Object.values(ofCaller).flat());
      for (const name of story.cold) fleet.renew(name, atMs);
      const when = atMs;
      yield story.tell({
        atMs,
        slowness: slownessAt(caller, clock) * (story.endsEnvironment ? 1 : anySlowness()),
        environmentOf: (name) => fleet.environmentOf(name, when),
      });
      isNew = story.endsEnvironment;
      atMs += pauseAround(pauseMs) / busyness(clock);
    }
  }
}

/** Of an order that checkout places: some cannot be worked on at first. */
const storyKind = (kind) => (kind === 'ok' && isOutOfStock() ? 'out-of-stock' : kind);

/** About 1, seldom less than a half or more than two. */
const anySlowness = () => Math.exp((Math.random() + Math.random() + Math.random() - 1.5) * 0.6);

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/**
 * Sends it to a collector, one request after the other, and waits while that is busy.
 *
 * @throws {Error} when it refuses, or is busy for too long
 */
export async function sendHistory(history, { endpoint, headers }) {
  for (const { spans, logs } of history) {
    await post(`${endpoint}/v1/traces`, headers, `{"resourceSpans":[${spans}]}`);
    await post(`${endpoint}/v1/logs`, headers, `{"resourceLogs":[${logs}]}`);
  }
}

async function post(url, headers, body) {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    await answer.arrayBuffer();
    if (answer.ok) return;
    const isBusy = answer.status === 503 || answer.status === 429;
    if (!isBusy || tries === TRIES) throw new Error(`${url} answers ${answer.status}`);
    await sleep(WAIT_MS * Math.max(1, Number(answer.headers.get('retry-after')) || 0));
  }
}

/** The headers that OTEL_EXPORTER_OTLP_HEADERS asks for: `key=value`, percent-encoded, with commas between them. */
export function otlpHeaders(text = '') {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );
}
