import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { MINUTE_MS } from '../model/time-range';
import { evaluateOnce } from './loop';
import { localEvaluator } from './round';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

const KILLS = 50;

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

it('delivers every transition under one id over 50 deaths between decision and sending', async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Far enough from the last episode that it is not taken for flapping, which would make it last longer.
    if (kill % 2 === 0) lab.moveTo(lab.now() + 60 * MINUTE_MS);
    await nextMinute(kill % 2 === 0 ? 20 : 0);
    await decide();
    await lab.restart();
    lab.moveTo(lab.now() + 30 * MINUTE_MS);
    await lab.deliver();
  }
  const sent = lab.types();
  expect(sent.filter((type) => type === 'alert.firing')).toHaveLength(KILLS / 2);
  expect(sent.filter((type) => type === 'alert.resolved')).toHaveLength(KILLS / 2);
  sent.forEach((type, index) => {
    expect(type).toBe(index % 2 === 0 ? 'alert.firing' : 'alert.resolved');
  });
  const ids = lab.receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(KILLS);
  const incidents = (await lab.settings.listIncidents({ limit: 100 })).items;
  expect(incidents).toHaveLength(KILLS / 2);
}, 120_000);

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
