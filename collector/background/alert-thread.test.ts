import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RoundInput } from '@/core/alerts/round';
import { newDatabase } from '@/core/database/testing';
import { parseInput } from '@/core/settings/inputs';
import { ruleInputSchema } from '@/core/settings/rule-schema';
import { type AlertThread, alertThread } from './alert-thread';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOW = Date.UTC(2026, 0, 1, 0, 0, 30);

let folder = '';
let thread: AlertThread;
let database: ReturnType<typeof newDatabase>;
const warnings: Error[] = [];

beforeEach(async () => {
  database = newDatabase();
  warnings.length = 0;
  // Inside the repository, so that the driver can be resolved.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  folder = mkdtempSync(join(ROOT, 'dist', 'test-alert-thread-'));
  const file = join(folder, 'alert-worker.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['collector/background/alert-worker.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  thread = alertThread(file, { databaseFile: database.file }, (err) => warnings.push(err));
});
afterEach(async () => {
  await thread.stop();
  rmSync(folder, { recursive: true });
  database.remove();
});

const draft = parseInput(ruleInputSchema, {
  name: 'Disk',
  figure: 'self_disk_free',
  groupBy: 'all',
  condition: { kind: 'threshold', direction: 'below', threshold: 0.1 },
});
const INPUT: RoundInput = {
  rules: [{ ...draft, id: 'rul_1', key: 'disk', createdAt: 0, updatedAt: 0 }],
  states: [],
  sinceMs: NOW - 60_000,
  nowMs: NOW,
  triages: new Map(),
  self: { self_disk_free: 0.05 },
};

it('evaluates rules in a thread, which comes back after it ended', async () => {
  const findings = [{ groupKey: 'all', next: { status: 'pending', value: 0.05, limit: 0.1 } }];
  expect(await thread.evaluate(INPUT)).toMatchObject({ findings, problems: [] });
  expect(await thread.examples({ fromMs: 0, toMs: NOW }, 'f')).toEqual([]);
  // So many rules that the thread cannot have answered before it is ended.
  const rules = INPUT.rules.flatMap((rule) =>
    Array.from({ length: 5_000 }, (_, number) => ({ ...rule, id: `rul_${number}` })),
  );
  const dying = thread.evaluate({ ...INPUT, rules });
  await thread.stop();
  await expect(dying).rejects.toMatchObject({ code: 'unavailable' });
  expect(await thread.evaluate(INPUT)).toMatchObject({ findings });
  expect(warnings).toEqual([]);
});
