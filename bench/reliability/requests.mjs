import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';

const LONGEST_RECOVERY_MS = 30_000;

/** What the first screen asks for. */
export const overview = (service) => `${service.url}/api/v1/overview?from=now-1h&to=now`;

/** Sends one span of a trace of its own, so many bytes long; answers the status and the trace. */
export async function post(service, bytes = 100) {
  const traceId = randomBytes(16).toString('hex');
  const now = BigInt(Date.now()) * 1_000_000n;
  const note = {
    key: 'note',
    value: { stringValue: randomBytes(Math.min(bytes, 12_000) / 2).toString('hex') },
  };
  const attributes = [{ key: 'faas.trigger', value: { stringValue: 'http' } }, note];
  const span = {
    traceId,
    spanId: traceId.slice(16),
    name: 'work',
    kind: 2,
    startTimeUnixNano: String(now - 1_000_000n),
    endTimeUnixNano: String(now),
    attributes,
  };
  const resource = { attributes: [{ key: 'faas.name', value: { stringValue: 'work' } }] };
  const response = await fetch(`${service.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
  });
  await response.arrayBuffer();
  return { status: response.status, traceId };
}

export async function mustTake(service) {
  const { status } = await post(service);
  if (status !== 200) throw new Error(`a healthy service answered ${status}`);
}

/** How long it takes until telemetry is taken, in ms. */
export async function untilTaking(service) {
  const began = performance.now();
  while ((await post(service)).status !== 200) {
    if (performance.now() - began > LONGEST_RECOVERY_MS) throw new Error('it did not recover within 30 s');
    await delay(50);
  }
  return Math.round(performance.now() - began);
}

/** How many of the traces are not in the file, which must be whole. */
export function missing(databaseFile, traceIds) {
  const db = new Database(databaseFile, { readonly: true });
  const integrity = db.pragma('integrity_check', { simple: true });
  const stored = new Set(db.prepare('SELECT lower(hex(trace_id)) FROM trace').pluck().all());
  db.close();
  if (integrity !== 'ok') throw new Error(`the database is damaged: ${integrity}`);
  return traceIds.filter((id) => !stored.has(id)).length;
}

/** How often each value came. */
export function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** Makes an alert rule of errors; answers the status. */
export async function makeRule(service) {
  const response = await fetch(`${service.url}/api/v1/alerts/rules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Errors',
      figure: 'error_rate',
      condition: { kind: 'threshold', threshold: 0.5, recovery: 0.2 },
    }),
  });
  await response.arrayBuffer();
  return response.status;
}
