import { expect, it } from 'vitest';
import type { OpenIncident } from '../settings/alert-memory';
import { alertMessage } from './message';

const INCIDENT: OpenIncident = {
  id: 'inc_1',
  ruleId: 'rul_1',
  ruleName: 'Error rate',
  groupKey: '0000000000000001',
  labels: {},
  severity: 'critical',
  status: 'firing',
  startsAt: 0,
  endsAt: null,
  value: 0.5,
  threshold: 0.05,
  samples: 100,
  windowMinutes: 5,
  reason: 'threshold',
  channelId: 'chn_1',
};

function message(functionName: string, labels: Record<string, string> = {}) {
  const built = alertMessage({
    incident: { ...INCIDENT, labels },
    functionName,
    value: 0.5,
    samples: 100,
    window: { fromMs: 0, toMs: 1 },
    baseUrl: 'http://localhost:3000',
    exampleTraceIds: [],
  });
  return built?.data ?? {};
}

it('leaves control and direction characters of names out', () => {
  const evil = 'pay\u202e\u2066ment\u001b[31m\u0000\u0085\r\n\u2069';
  const data = message(evil, { environment: `prod${evil}`, function: evil });
  expect(data.function).toMatchObject({ name: 'payment[31m', environment: 'prodpayment[31m' });
  expect(data.labels).toEqual({ environment: 'prodpayment[31m', function: 'payment[31m' });
  expect(data.message).toContain('invocations of payment[31m failed');
});

it('keeps other letters as they are, and names a function by its id when nothing is left', () => {
  expect(message('función-支払い-دفع').function).toMatchObject({ name: 'función-支払い-دفع' });
  expect(message('\u202e\u0007').function).toMatchObject({ name: INCIDENT.groupKey });
});
