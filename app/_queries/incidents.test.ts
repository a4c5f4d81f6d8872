import { afterEach, beforeEach, expect, it } from 'vitest';
import { newDatabase } from '@/core/database/testing';
import type { OpenIncident } from '@/core/settings/alert-state';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import { incidentsPage } from './incidents';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
beforeEach(async () => {
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => NOW });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

function incident(id: string, agoMinutes: number, isFiring: boolean, ruleId = 'rul_1'): OpenIncident {
  const startsAt = NOW - agoMinutes * MINUTE_MS;
  return {
    id,
    ruleId,
    ruleName: 'r',
    groupKey: id,
    functionId: null,
    labels: { function: 'checkout' },
    severity: 'critical',
    status: isFiring ? 'firing' : 'resolved',
    startsAt,
    endsAt: isFiring ? null : startsAt + MINUTE_MS,
    figure: 'error_rate',
    unit: 'share',
    value: 0.5,
    threshold: 0.1,
    samples: 20,
    explanation: '',
    windowMinutes: 5,
    runbookUrl: null,
    reason: isFiring ? 'threshold' : 'recovered',
    acknowledgedAt: null,
    acknowledgedBy: null,
    channelId: null,
  };
}

const store = (incidents: readonly OpenIncident[]) =>
  settings.memory.commit(
    incidents.map((opened) => ({ ruleId: opened.ruleId, groupKey: opened.groupKey, state: null, opened })),
    NOW,
  );

it('shows what fires before all that came and went since', async () => {
  const flapping = Array.from({ length: 60 }, (_, index) => incident(`inc_past${index}`, index + 1, false));
  await store([incident('inc_old', 1440, true), ...flapping, incident('inc_new', 0, true, 'rul_2')]);
  const first = await incidentsPage(settings, { ended: 50 });
  expect(first.items.slice(0, 3).map(({ id }) => id)).toEqual(['inc_new', 'inc_old', 'inc_past0']);
  expect(first).toMatchObject({ active: 2, areAllActive: true });
  expect(first.items).toHaveLength(52);

  const second = await incidentsPage(settings, { ended: 50, cursor: first.nextCursor ?? '' });
  expect(second.items.map(({ id }) => id)).toEqual(flapping.slice(50).map(({ id }) => id));
  expect(second).toMatchObject({ active: 2, nextCursor: null });
});

it('is of one rule where one is named', async () => {
  await store([incident('inc_1', 1, true), incident('inc_2', 2, true, 'rul_2'), incident('inc_3', 3, false)]);
  const { items, active } = await incidentsPage(settings, { ended: 20, ruleId: 'rul_1' });
  expect([items.map(({ id }) => id), active]).toEqual([['inc_1', 'inc_3'], 1]);
});
