import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BacktestInput } from '../alerts/backtest/backtest';
import { newDatabase } from '../database/testing';
import { parseInput } from '../settings/inputs';
import { ruleInputSchema } from '../settings/rule-schema';
import { type Backtests, openBacktests } from './backtests';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DAY = 86_400_000;

let folder = '';
let backtests: Backtests;
let database: ReturnType<typeof newDatabase>;

beforeEach(() => {
  database = newDatabase();
  // Inside the repository, where the driver is found.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  folder = mkdtempSync(join(ROOT, 'dist', 'test-backtests-'));
});
afterEach(async () => {
  await backtests.close();
  rmSync(folder, { recursive: true });
  database.remove();
});

const draft = parseInput(ruleInputSchema, {
  name: 'Errors',
  figure: 'error_rate',
  condition: { kind: 'threshold', threshold: 0.05 },
});
const INPUT: BacktestInput = {
  rule: { ...draft, id: 'draft', key: 'errors', createdAt: 0, updatedAt: 0 },
  others: [],
  range: { fromMs: 0, toMs: 30 * DAY },
  known: [],
};
const run = (
  input: BacktestInput,
  progress: (done: number) => void = () => undefined,
  signal = new AbortController().signal,
) => backtests.backtest(input, { signal, progress });

describe('backtests in threads', () => {
  it('tell their progress and result, or what is wrong with the rule', async () => {
    const file = join(folder, 'backtest-worker.mjs');
    await build({
      absWorkingDir: ROOT,
      entryPoints: ['core/data/backtest-worker.ts'],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    backtests = openBacktests({ file, databaseFile: database.file });
    const told: number[] = [];
    expect(await run(INPUT, (done) => told.push(done))).toMatchObject({
      range: INPUT.range,
      episodes: [],
      groups: 0,
    });
    expect(told.length).toBeGreaterThan(3);
    const disk = { ...INPUT.rule, figure: 'self_disk_free', groupBy: 'all' } as const;
    await expect(run({ ...INPUT, rule: disk })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('end when they are cancelled, and are refused while two others run', async () => {
    const file = join(folder, 'endless.mjs');
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ progress: 0 }); for (;;);`,
    );
    backtests = openBacktests({ file, databaseFile: database.file });
    const cancel = new AbortController();
    let second: Promise<unknown> = Promise.resolve();
    let first: Promise<unknown> = Promise.resolve();
    await new Promise<void>((started) => {
      first = run(INPUT, () => started(), cancel.signal);
      second = run(INPUT, undefined, cancel.signal);
    });
    await expect(run(INPUT)).rejects.toMatchObject({ code: 'overloaded' });
    // Both reject before either is looked at.
    second.catch(() => undefined);
    cancel.abort();
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    await expect(second).rejects.toMatchObject({ code: 'unavailable' });
    await expect(run(INPUT, undefined, cancel.signal)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
