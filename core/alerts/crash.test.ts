import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { MINUTE_MS } from '../model/time-range';
import { evaluateOnce } from './loop';
import { localEvaluator } from './round';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  await lab.settings.createRule({
    ...ERROR_RATE,
    windowMinutes: 1,
    points: { breaching: 1, of: 1, clear: 1 },
    channelId: lab.channelId,
  });
});
afterEach(() => lab.close());

/** Decides and commits, and does nothing after it: what a process leaves that is killed before it sends. */
async function decide(): Promise<void> {
  await evaluateOnce(
    {
      rules: lab.settings,
      memory: lab.settings.memory,
      evaluator: localEvaluator(lab.reader),
      self: async () => ({}),
      baseUrl: 'http://localhost:3000',
      now: lab.now,
      random: randomBytes,
      warn: () => undefined,
    },
    null,
  );
}

async function nextMinute(errors: number): Promise<void> {
  lab.moveTo(lab.now() + MINUTE_MS);
  await lab.invoke(errors > 0 ? { errors } : { ok: 20 });
}

it('decides again, once, when the process died in the middle of the decision', async () => {
  const db = openDatabase(lab.file);
  await nextMinute(20);
  for (const table of ['outbox', 'incident', 'rule_state']) {
    db.exec(`CREATE TRIGGER dead BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'killed here'); END`);
    await expect(decide()).rejects.toThrow();
    db.exec('DROP TRIGGER dead');
    expect(await lab.settings.memory.listStates()).toEqual([]);
    expect((await lab.settings.listIncidents({ limit: 9 })).items).toEqual([]);
    expect(await lab.settings.outbox.dueChannels()).toEqual([]);
    await lab.restart();
  }
  db.close();
  await decide();
  await decide();
  await lab.deliver();
  expect(lab.types()).toEqual(['alert.firing']);
  expect((await lab.settings.listIncidents({ limit: 9 })).items).toHaveLength(1);
});

it('goes on at once when it died and the clock was set back', async () => {
  await nextMinute(20);
  await decide();
  await lab.restart();
  lab.moveTo(lab.now() - 3 * 60 * MINUTE_MS);
  await nextMinute(0);
  await lab.evaluate();
  await lab.deliver();
  expect(lab.types()).toContain('alert.resolved');
  await nextMinute(20);
  await lab.evaluate();
  await lab.deliver();
  expect(lab.types().at(-1)).toBe('alert.firing');
});
