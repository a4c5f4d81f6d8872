import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { OpenIncident } from '../settings/alert-state';
import { alertMessage } from './message';

const INCIDENT: OpenIncident = {
  id: 'inc_1',
  ruleId: 'rul_1',
  ruleName: 'Error rate',
  groupKey: '0000000000000001',
  functionId: '0000000000000001',
  labels: {},
  severity: 'critical',
  status: 'firing',
  startsAt: 0,
  endsAt: null,
  figure: 'error_rate',
  unit: 'share',
  value: 0.5,
  threshold: 0.05,
  samples: 100,
  explanation: '',
  windowMinutes: 5,
  runbookUrl: 'https://example.com/runbook',
  reason: 'threshold',
  acknowledgedAt: null,
  acknowledgedBy: null,
  channelId: 'chn_1',
};

function built(change: Partial<OpenIncident>, value: number | null = 0.5) {
  return alertMessage({
    incident: { ...INCIDENT, ...change },
    value,
    samples: 100,
    window: { fromMs: 0, toMs: 300_000 },
    baseUrl: 'http://localhost:3000',
    exampleTraceIds: [],
  });
}

const message = (change: Partial<OpenIncident>, value?: number | null) => built(change, value)?.data ?? {};
const kindOf = (change: Partial<OpenIncident>) => built(change)?.kind;

it('leaves control and direction characters of names out', () => {
  const evil = 'pay\u202e\u2066ment\u001b[31m\u0000\u0085\r\n\u2069';
  const data = message({ labels: { environment: `prod${evil}`, function: evil } });
  expect(data.function).toMatchObject({ name: 'payment[31m', environment: 'prodpayment[31m' });
  expect(data.labels).toEqual({ environment: 'prodpayment[31m', function: 'payment[31m' });
  expect(data.message).toContain('payment[31m: share of failed invocations 50 %');
});

it('keeps other letters as they are, and names a function by its id when nothing is left', () => {
  expect(message({ labels: { function: 'función-支払い-دفع' } }).function).toMatchObject({
    name: 'función-支払い-دفع',
  });
  expect(message({ labels: { function: '\u202e\u0007' } }).function).toMatchObject({
    name: INCIDENT.groupKey,
  });
});

it.each([
  ['share', 0.0739, 7.39, '%'],
  ['ms', 1234.567, 1234.57, 'ms'],
  ['usd', 0.00001234, 0.00001234, 'USD'],
  ['count', 12, 12, ''],
  ['times', 14.4, 14.4, 'x'],
] as const)('shows a %s in its unit', (unit, value, shown, name) => {
  expect(message({ unit, value, threshold: value }, value)).toMatchObject({
    value: shown,
    threshold: shown,
    unit: name,
  });
});

it('says what happened for every reason', () => {
  const labels = { function: 'checkout' };
  const text = (change: Partial<OpenIncident>, value: number | null = null) =>
    message({ labels, ...change }, value).message;
  expect(kindOf({})).toBe('alert.firing');
  expect(kindOf({ reason: 'error' })).toBe('alert.error');
  expect(kindOf({ reason: 'no_data' })).toBe('alert.no_data');
  expect(kindOf({ reason: 'no_data', status: 'resolved' })).toBe('alert.resolved');
  expect(text({ explanation: 'it was 2 at this time a week ago' }, 0.5)).toBe(
    'checkout: share of failed invocations 50 % within 5 min, of 100 invocations; the limit is 5 % ' +
      '(it was 2 at this time a week ago).',
  );
  expect(text({ reason: 'error', explanation: 'too slow' })).toBe('The rule cannot be evaluated: too slow.');
  expect(text({ reason: 'no_data' })).toBe('There is no data of checkout any more.');
  expect(text({ figure: 'silence_minutes', unit: 'minutes', threshold: 60 }, 61)).toBe(
    'checkout: minutes since the last run 61 min; the limit is 60 min.',
  );
  expect(text({ figure: 'cost_forecast_day', unit: 'usd', threshold: 5 }, 6)).toBe(
    'checkout: forecast cost of the day 6 USD, of 100 invocations; the limit is 5 USD.',
  );
  const ended = { status: 'resolved', endsAt: 1 } as const;
  expect(text({ ...ended, reason: 'recovered' }, 0.01)).toBe(
    'checkout has recovered: share of failed invocations 1 %.',
  );
  expect(text({ ...ended, reason: 'no_data' })).toContain('without proof of recovery');
  expect(text({ ...ended, reason: 'rule_deleted' })).toContain('rule was deleted');
});

it('names the window of figures that have one', () => {
  expect(message({})).toMatchObject({ window: '5m' });
  expect(message({ figure: 'cost_month', unit: 'usd' })).toMatchObject({ window: null });
  expect(message({ figure: 'silence_minutes', unit: 'minutes' })).toMatchObject({ window: null });
});

it('links to the function, or to the overview for what is no function, with the window frozen', () => {
  const range = 'from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A05%3A00.000Z';
  expect(message({}).url).toBe(`http://localhost:3000/functions/0000000000000001?${range}`);
  const all = { functionId: null, groupKey: 'environment:prod', labels: { environment: 'prod' } };
  expect(message(all).url).toBe(`http://localhost:3000/?${range}&environment=prod`);
  expect(message(all).message).toContain('environment prod: ');
  const unnamed = { ...all, labels: { environment: '' } };
  expect(message(unnamed).url).toBe(`http://localhost:3000/?${range}&environment=`);
  expect(message(unnamed).message).toContain('environment (no environment): ');
});

it('links to the incident where no page shows the value, and always says where that is', () => {
  const range = 'from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A05%3A00.000Z';
  const url = `http://localhost:3000/alerts/incidents/inc_1?${range}`;
  expect(message({}).incident_url).toBe('http://localhost:3000/alerts/incidents/inc_1');
  expect(message({ figure: 'duration_p90', unit: 'ms' }).url).toBe(url);
  expect(message({ reason: 'error' }).url).toBe(url);
  const service = { functionId: null, labels: { service: 'shop', environment: 'prod' } };
  expect(message(service).url).toBe(url);
  expect(message({ ...service, figure: 'dependency_errors', unit: 'count' }).url).toBe(url);
  const region = { functionId: null, labels: { region: 'eu-central-1' } };
  expect(message({ ...region, figure: 'duration_p99', unit: 'ms' }).url).toBe(url);
  expect(message({ ...region, figure: 'errors', unit: 'count' }).url).toContain('/invocations?');
});

it('links to the map, narrowed to the calls that it is about', () => {
  const range = 'from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A05%3A00.000Z';
  const figure = 'dependency_error_rate' as const;
  const labels = { dependency: 'postgresql db&x', environment: 'prod' };
  expect(message({ figure, functionId: null, labels }).url).toBe(
    `http://localhost:3000/map?${range}&environment=prod&dependency=postgresql+db%26x`,
  );
  expect(message({ figure, labels: { function: 'checkout' } }).url).toBe(
    `http://localhost:3000/map?${range}&functionId=0000000000000001`,
  );
  const others = { dependency: '(others)' };
  expect(message({ figure, functionId: null, labels: others }).url).toBe(
    `http://localhost:3000/map?${range}&dependency=`,
  );
});

it('has the fields that docs/alert-channels.md shows', () => {
  const text = readFileSync(new URL('../../docs/alert-channels.md', import.meta.url), 'utf8');
  const { data } = JSON.parse(/^```json\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '');
  const shown = built({});
  expect(Object.keys(data)).toEqual(Object.keys(shown?.data ?? {}));
  expect(Object.keys(data.rule)).toEqual(Object.keys(shown?.data.rule ?? {}));
});
