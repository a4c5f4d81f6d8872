import { join } from 'node:path';
import Database from 'better-sqlite3';
import { api, type List, until } from '../api';
import { otlpAttributes, otlpTraces } from '../send-traces';
import type { Service } from '../service';
import type { Ids } from './places';

/** Everything that one environment has, each thing of it with the mark in its text. */
export interface Planted {
  /** In every text of telemetry, rules, incidents and views. */
  readonly mark: string;
  readonly ids: Ids;
}

/** In what belongs to all environments: channels, users, keys. */
export const SHARED = 'zqsharedzq';

type Headers = Readonly<Record<string, string>>;

/** Sends a trace with an error and a log line, and makes one of everything that people edit. */
export async function plant(
  service: Service,
  given: { environment: string; mark: string; traceId: string; sender: Headers; admin: Headers },
): Promise<Planted> {
  const { environment, mark, traceId, sender, admin } = given;
  const spanId = traceId.slice(0, 16);
  await sendTelemetry(service, { environment, mark, traceId, spanId, sender });
  const range = `from=now-1h&to=now&environment=${environment}`;
  const seen = await until(
    () => api<List<{ functionId: string }>>(service.url, `/invocations?${range}`, { headers: admin }),
    ({ items }) => items.length > 0,
  );
  const functionId = seen.items[0]?.functionId ?? '';
  const errors = await api<List<{ fingerprint: string }>>(service.url, `/errors?${range}`, {
    headers: admin,
  });
  const make = <Result>(path: string, body: object) =>
    api<Result>(service.url, path, { method: 'POST', headers: admin, body: JSON.stringify(body) });

  const { channel } = await make<{ channel: { id: string } }>('/alerts/channels', {
    type: 'slack',
    name: `channel ${SHARED}`,
    enabled: true,
    settings: { url: `https://hooks.slack.example/services/${SHARED}` },
  });
  const rule = await make<{ id: string }>('/alerts/rules', {
    name: `rule ${mark}`,
    enabled: true,
    figure: 'errors',
    filter: { environment },
    condition: { kind: 'threshold', threshold: 1000 },
    channelId: channel.id,
  });
  const capacity = await make<{ id: string }>('/costs/capacity', {
    functionId,
    instances: 1,
    from: '2026-01-01',
  });
  const view = await make<{ id: string }>('/views', {
    name: `view ${mark}`,
    screen: 'invocations',
    query: `environment=${environment}`,
  });
  const { user } = await make<{ user: { id: string } }>('/users', {
    email: `${SHARED}.${environment}@example.org`,
    name: `user ${SHARED}`,
    role: 'viewer',
  });
  const { key } = await make<{ key: { id: string } }>('/keys', { name: `key ${SHARED}`, scope: 'ingest' });
  const incidentId = `inc_${mark}`;
  insertIncident(service.dataDir, { incidentId, ruleId: rule.id, mark, functionId, environment });
  const ids = {
    functions: functionId,
    functionId,
    traces: traceId,
    traceId,
    spanId,
    errors: errors.items[0]?.fingerprint ?? '',
    rules: rule.id,
    ruleId: rule.id,
    channels: channel.id,
    channelId: channel.id,
    incidents: incidentId,
    incidentId,
    capacity: capacity.id,
    views: view.id,
    users: user.id,
    keys: key.id,
  };
  return { mark, ids };
}

async function sendTelemetry(
  service: Service,
  given: { environment: string; mark: string; traceId: string; spanId: string; sender: Headers },
): Promise<void> {
  const { environment, mark, traceId, spanId, sender } = given;
  const resource = {
    'faas.name': `fn-${mark}`,
    'service.name': `service-${mark}`,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'deployment.environment.name': environment,
  };
  const startMs = Date.now() - 2_000;
  const events = [
    {
      name: 'exception',
      timeUnixNano: String(BigInt(startMs) * 1_000_000n),
      attributes: otlpAttributes({ 'exception.type': `Error_${mark}`, 'exception.message': `broke ${mark}` }),
    },
  ];
  const attributes = { 'faas.trigger': 'http', note: `note ${mark}` };
  const span = { traceId, spanId, name: `work ${mark}`, from: 0, to: 500, attributes };
  await send(
    service,
    '/v1/traces',
    sender,
    otlpTraces(resource, startMs, [{ ...span, error: `failed ${mark}`, events }]),
  );
  const logRecords = [
    {
      timeUnixNano: String(BigInt(startMs) * 1_000_000n),
      severityNumber: 17,
      body: { stringValue: `line ${mark}` },
      traceId,
      spanId,
    },
  ];
  const resourceLogs = [{ resource: { attributes: otlpAttributes(resource) }, scopeLogs: [{ logRecords }] }];
  await send(service, '/v1/logs', sender, { resourceLogs });
}

async function send(service: Service, path: string, headers: Headers, body: object): Promise<void> {
  const answer = await fetch(service.otlp + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 200 || text.includes('rejected'))
    throw new Error(`${path}: ${answer.status} ${text}`);
}

/** As the alert loop writes one, without the minutes that it takes to. */
function insertIncident(
  dataDir: string,
  given: { incidentId: string; ruleId: string; mark: string; functionId: string; environment: string },
): void {
  const db = new Database(join(dataDir, 'faaslens.db'));
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  db.prepare(
    `INSERT INTO incident (id, rule_id, rule_name, group_key, function_id, labels, severity, status, starts_at, figure,
       unit, value, threshold, samples, explanation, reason, window_minutes)
     VALUES (@incidentId, @ruleId, @name, @functionId, @functionId, @labels, 'warning', 'firing', @startsAt, 'errors',
       'count', 7, 1, 10, @why, 'threshold', 5)`,
  ).run({
    incidentId: given.incidentId,
    ruleId: given.ruleId,
    functionId: given.functionId,
    name: `rule ${given.mark}`,
    labels: JSON.stringify({ function: `fn-${given.mark}`, environment: given.environment }),
    why: `because ${given.mark}`,
    startsAt,
  });
  db.close();
}
