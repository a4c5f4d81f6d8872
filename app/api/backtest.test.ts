import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPricer } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { backtest } from './_contract/answers/backtest';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda } from './_testing/telemetry';
import { GET as ofRule } from './v1/alerts/rules/[id]/backtest/route';
import { POST as ofDraft } from './v1/alerts/rules/backtest/route';

const MINUTE = 60_000;
const RULE = {
  name: 'Errors',
  figure: 'errors',
  condition: { kind: 'threshold', threshold: 0 },
  windowMinutes: 1,
  points: { breaching: 1, of: 1, clear: 1 },
} as const;

let database: TestDatabase;
beforeEach(async () => {
  const now = () => BEGIN + 60 * MINUTE;
  database = await openTestDatabase({}, (databaseFile) => openReader({ databaseFile }), now);
  const writer = await openWriter({ databaseFile: database.file }, { price: createPricer(), now });
  const resource = lambda('checkout', 'production');
  const spans = [0, 1, 2, 3].map((minute) =>
    invocation({
      id: `${minute}`.padStart(16, 'a'),
      trace: `${minute}`.padStart(32, 'a'),
      resource,
      from: minute * MINUTE,
      to: minute * MINUTE + 10,
      status: minute === 2 ? 'error' : 'unset',
    }),
  );
  await writer.write({ spans, logs: [] });
  await writer.close();
});
afterEach(() => database.remove());

const EPISODE = {
  labels: { function: 'checkout', environment: 'production' },
  reason: 'threshold',
  value: 1,
  limit: 0,
  startsAt: '2026-11-01T10:03:00.000Z',
  endsAt: '2026-11-01T10:04:00.000Z',
  endReason: 'recovered',
};

describe('a backtest', () => {
  it('says when a saved rule would have fired', async () => {
    const { id } = await database.services.settings.createRule(RULE);
    const { status, body } = await call(ofRule, { params: { id }, query: '?from=now-2h' });
    expect(status).toBe(200);
    expect(backtest.parse(body)).toMatchObject({
      from: '2026-11-01T09:00:00.000Z',
      to: '2026-11-01T11:00:00.000Z',
      groups: 1,
      episodes: [EPISODE],
      firingMs: MINUTE,
    });
    expect((await call(ofRule, { params: { id: 'rul_none' } })).status).toBe(404);
  });

  it('says it of a rule that is not saved, and refuses what is no rule or too long ago', async () => {
    const test = (body: unknown) => call(ofDraft, { method: 'POST', body });
    const { body } = await test({ rule: RULE, from: 'now-1d' });
    expect(backtest.parse(body).episodes).toMatchObject([EPISODE]);
    expect(await database.services.settings.listRules()).toEqual([]);
    const refusals = [
      [{ rule: { ...RULE, figure: 'x' } }, 'rule.figure: must be one of'],
      [
        { rule: { ...RULE, figure: 'self_disk_free', groupBy: 'all' } },
        'figure: the past of self_disk_free is not kept',
      ],
      [{ rule: RULE, from: 'now-91d' }, 'from: must be at most 90 days before to'],
    ] as const;
    for (const [sent, text] of refusals) {
      const refused = await test(sent);
      expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining(text)]);
    }
  });

  it('tells its progress line by line to who accepts lines', async () => {
    const { id } = await database.services.settings.createRule(RULE);
    const lines = async (ruleId: string, query: string, backtestRule = ofRule) => {
      const request = new Request(`http://localhost:3000/api/v1/any${query}`, {
        headers: { host: 'localhost:3000', accept: 'application/x-ndjson' },
      });
      const response = await backtestRule(request, { params: Promise.resolve({ id: ruleId }) });
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      return (await response.text())
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const told = await lines(id, '?from=now-30d');
    expect(told[0]).toEqual({ progress: expect.any(Number) });
    expect(backtest.parse(told.at(-1).result).episodes).toHaveLength(1);
    expect(await lines(id, '?from=now-95d')).toEqual([
      { error: { code: 'invalid_input', message: expect.stringContaining('from: must be at most 90 days') } },
    ]);
  });

  it('is cancelled when the client hangs up', async () => {
    const { id } = await database.services.settings.createRule(RULE);
    let given: AbortSignal | undefined;
    const services = database.services as { backtest: typeof database.services.backtest };
    services.backtest = (_input, { signal, progress }) => {
      given = signal;
      progress(0.5);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('cancelled'))),
      );
    };
    const request = new Request('http://localhost:3000/api/v1/any', {
      headers: { host: 'localhost:3000', accept: 'application/x-ndjson' },
    });
    const response = await ofRule(request, { params: Promise.resolve({ id }) });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"progress":0.5}\n');
    await reader?.cancel();
    expect(given?.aborted).toBe(true);
  });
});
