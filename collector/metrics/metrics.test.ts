import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { createIntake } from '../http/intake';
import { createOtlpServer, type OtlpServer } from '../http/server';
import { createIngest, type IngestThread } from '../ingest/ingest';
import { buildWorker, newDatabase } from '../ingest/testing/worker-file';
import { expose } from './exposition';
import { createIntakeMeter } from './intake-meter';
import { addMetrics } from './metrics-route';
import { createSelfMetrics } from './self-metrics';

const SECRET = 'fl_ingest_secret-of-a-sender';
const DOCUMENTS = fileURLToPath(new URL('../../docs', import.meta.url));
const DASHBOARD = join(DOCUMENTS, 'grafana-dashboard.json');

let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let ingest: IngestThread;
let server: OtlpServer;
let metrics: ReturnType<typeof createSelfMetrics>;
let url = '';
let isOpen = true;
/** The environment to which the caller is bound. */
let boundTo: string | null = null;
/** The rejections that the meter reported. */
const rejections: number[] = [];

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  worker = await buildWorker();
  database = newDatabase();
  ingest = createIngest({ workerFile: worker.workerFile, databaseFile: database.databaseFile, log });
  const meter = createIntakeMeter((count) => rejections.push(count));
  const door = {
    authorize: async () => {
      if (!isOpen) throw new FaaslensError('unauthenticated', 'show a key');
      return { scope: 'admin' as const, keyId: null, session: null, environment: boundTo };
    },
  };
  const intake = createIntake({
    config: { keyLimits: { requests: 1_000, bytesPerSecond: null, spansPerSecond: null } },
    ingest,
    door,
    log,
    meter,
  });
  metrics = createSelfMetrics({
    databaseFile: database.databaseFile,
    version: '0.0.0',
    meter,
    ingest,
    redacted: () => ({ jwt: 2 }),
    alerts: async () => ({
      evaluatedUntilMs: Date.now() - 5_000,
      firing: 1,
      messagesWaiting: 2,
      attemptsOk: 3,
      attemptsFailed: 4,
      channelsFailing: 5,
    }),
    settingsSilentForMs: () => 1_000,
    now: Date.now,
  });
  server = createOtlpServer({
    config: { host: '127.0.0.1', otlpHttpPort: 0, corsOrigins: [] },
    intake,
    ready: () => true,
    extend: (fastify) => addMetrics(fastify, door, () => metrics.text()),
    log,
  });
  url = `http://127.0.0.1:${(await server.listen()).port}`;
});
afterAll(async () => {
  metrics.stop();
  await server.close();
  await ingest.close();
  database.remove();
  worker.remove();
});

const send = (body: string) =>
  fetch(`${url}/v1/traces`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` },
  });
const read = async () => (await fetch(`${url}/metrics`)).text();

const namesIn = (text: string) => new Set([...text.matchAll(/^([a-z_0-9]+)[{ ]/gm)].map(([, name]) => name));

/** The value of a line, found by its name with labels. */
function figureIn(text: string, name: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? null : Number(line.slice(name.length + 1));
}

describe('/metrics', () => {
  it('is of all environments, and nothing for who is bound to one', async () => {
    boundTo = 'staging';
    const answer = await fetch(`${url}/metrics`);
    boundTo = null;
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('faaslens_');
  });

  it('has its counters before they have counted, and the same start at each look', async () => {
    const text = await read();
    for (const name of ['requests', 'records', 'rejected', 'bytes'])
      for (const signal of ['traces', 'logs', 'metrics', 'firehose'])
        expect(figureIn(text, `faaslens_ingest_${name}_total{signal="${signal}"}`)).toBe(0);
    for (const reason of ['unavailable', 'overloaded', 'defect'])
      expect(figureIn(text, `faaslens_ingest_refused_total{reason="${reason}"}`)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const started = (of: string) => figureIn(of, 'process_start_time_seconds');
    expect(started(await read())).toBe(started(text));
  });

  it('counts what was stored and what was refused', async () => {
    const ns = `${Date.now()}000000`;
    const span = (spanId: string) => ({
      traceId: 'a'.repeat(32),
      spanId,
      name: 'x',
      startTimeUnixNano: ns,
      endTimeUnixNano: ns,
    });
    const spans = [span('b'.repeat(16)), span('no id')];
    expect((await send(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))).status).toBe(200);
    expect((await send('{')).status).toBe(400);
    isOpen = false;
    expect((await send('{}')).status).toBe(401);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    isOpen = true;
    const text = await read();
    expect(figureIn(text, 'faaslens_ingest_requests_total{signal="traces"}')).toBe(1);
    expect(figureIn(text, 'faaslens_ingest_records_total{signal="traces"}')).toBe(2);
    expect(figureIn(text, 'faaslens_ingest_rejected_total{signal="traces"}')).toBe(1);
    expect(rejections).toEqual([1]);
    expect(figureIn(text, 'faaslens_ingest_refused_total{reason="invalid_input"}')).toBe(1);
    expect(figureIn(text, 'faaslens_ingest_refused_total{reason="unauthenticated"}')).toBe(1);
    expect(figureIn(text, 'faaslens_ingest_store_seconds_count')).toBe(1);
    expect(figureIn(text, 'faaslens_ingest_store_seconds_bucket{le="+Inf"}')).toBe(1);
    expect(figureIn(text, 'faaslens_ingest_queue_requests')).toBe(0);
    expect(figureIn(text, 'faaslens_ingest_up')).toBe(1);
    expect(figureIn(text, 'faaslens_database_bytes')).toBeGreaterThan(0);
    expect(figureIn(text, 'faaslens_alerts_behind_seconds')).toBeGreaterThanOrEqual(5);
    expect(figureIn(text, 'faaslens_alert_attempts_last_hour{outcome="failed"}')).toBe(4);
    expect(figureIn(text, 'faaslens_redacted_values_total{rule="jwt"}')).toBe(2);
    expect(text).not.toContain(SECRET);
  });

  it('is text that Prometheus reads: each family once, with help and type, each line a name and a number', async () => {
    const text = await read();
    const names = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    const line =
      /^(?:# (?:HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})? [-+.\dInfNaeE]+)$/;
    for (const one of text.trimEnd().split('\n')) expect(one).toMatch(line);
    expect(
      expose([{ name: 'a', help: 'b', type: 'gauge', samples: [{ labels: { c: 'x"\\\n' }, value: 1 }] }]),
    ).toBe('# HELP a b\n# TYPE a gauge\na{c="x\\"\\\\\\n"} 1\n');
  });

  it('has every figure that documents name', async () => {
    const exposed = namesIn(await read());
    const named = ['running.md', 'scale.md'].flatMap(
      (name) => readFileSync(join(DOCUMENTS, name), 'utf8').match(/\bfaaslens_[a-z_]+/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(4);
    for (const name of named) expect(exposed, name).toContain(name);
  });

  it('has every figure that the dashboard for Grafana asks for', async () => {
    const exposed = namesIn(await read());
    const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as {
      panels: { targets?: { expr: string }[] }[];
    };
    const asked = panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => expr.match(/(?:faaslens|process|nodejs)_[a-z_0-9]+/g) ?? []),
    );
    expect(asked.length).toBeGreaterThan(10);
    for (const name of asked) expect(exposed, name).toContain(name);
  });
});
