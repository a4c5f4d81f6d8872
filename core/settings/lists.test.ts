import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

describe('lists', () => {
  it('gives incidents page by page, newest first, each once', async () => {
    for (let index = 0; index < 7; index += 1) {
      await settings.memory.commit(
        [
          {
            ruleId: 'rul_1',
            groupKey: `f${index}`,
            state: null,
            opened: {
              id: `inc_${index}`,
              ruleId: index % 2 === 0 ? 'rul_1' : 'rul_2',
              ruleName: 'r',
              groupKey: `f${index}`,
              functionId: null,
              labels: { function: 'checkout' },
              severity: 'info',
              status: 'firing',
              startsAt: clock + Math.floor(index / 2),
              endsAt: null,
              figure: 'error_rate',
              unit: 'share',
              value: 0.5,
              threshold: 0.1,
              samples: 20,
              explanation: '',
              windowMinutes: 5,
              runbookUrl: null,
              reason: 'threshold',
              acknowledgedAt: null,
              acknowledgedBy: null,
              channelId: null,
            },
          },
        ],
        clock,
      );
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await settings.listIncidents({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['inc_6', 'inc_5', 'inc_4', 'inc_3', 'inc_2', 'inc_1', 'inc_0']);
    expect((await settings.listIncidents({ limit: 7 })).nextCursor).toBeNull();
    const second = await settings.listIncidents({ limit: 9, ruleId: 'rul_2', status: 'firing' });
    expect(second.items.map(({ id }) => id)).toEqual(['inc_5', 'inc_3', 'inc_1']);
    expect(second.items[0]?.labels).toEqual({ function: 'checkout' });
    const range = { fromMs: clock + 1, toMs: clock + 3 };
    const within = await settings.listIncidents({ limit: 9, range });
    expect(within.items.map(({ id }) => id)).toEqual(['inc_5', 'inc_4', 'inc_3', 'inc_2']);
    expect(await settings.getIncident('inc_3')).toEqual(within.items[2]);
    await expect(settings.getIncident('inc_9')).rejects.toMatchObject({ code: 'not_found' });
    await expect(settings.listIncidents({ limit: 3, cursor: 'nonsense' })).rejects.toThrow(/^cursor: /);
    await expect(settings.listDeliveries({ limit: 3, cursor: '' })).rejects.toThrow(/^cursor: /);
  });
});
