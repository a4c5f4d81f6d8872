import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BacktestInput, backtest } from '../alerts/backtest/backtest';
import { newDatabase } from '../database/testing';
import { parseInput } from '../settings/inputs';
import { ruleInputSchema } from '../settings/rule-schema';
import { batch, invocation, lambda, MS, spanId, T0_NS, testPrice, traceId } from '../store/contract/fixtures';
import { openReader, openWriter } from '../store/index';
import { type Backtests, openBacktests } from './backtests';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DAY = 86_400_000;

let folder = '';
let backtests: Backtests;
let database: ReturnType<typeof newDatabase>;

beforeEach(() => {
  database = newDatabase();
  // Inside the repository, so that the driver can be resolved.
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

let built: string | null = null;

/** Built once, outside the folders of the individual tests. */
async function builtWorker(): Promise<string> {
  if (built !== null) return built;
  const file = join(ROOT, 'dist', `test-backtest-worker-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['core/data/backtest-worker.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  built = file;
  return file;
}
afterAll(() => {
  if (built !== null) rmSync(built);
});

describe('backtests in threads', () => {
  it('tell their progress and result, or what is wrong with the rule', async () => {
    const file = await builtWorker();
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
    expect(await run(INPUT)).toMatchObject({ groups: 0 });
  });

  it('share a long one among two, who find what one would have found', async () => {
    const file = await builtWorker();
    const invocations = Array.from({ length: 60 }, (_, number) =>
      invocation({
        traceId: traceId(number),
        spanId: spanId(number),
        startNs: T0_NS + BigInt(number) * 97n * 60_000n * MS,
        endNs: T0_NS + BigInt(number) * 97n * 60_000n * MS + MS,
        status: number % 3 === 0 ? 'error' : 'unset',
        resource: lambda(`function-${number % 6}`),
      }),
    );
    const writer = await openWriter({ databaseFile: database.file }, { price: testPrice });
    await writer.write(batch(invocations));
    await writer.close();
    backtests = openBacktests({ file, databaseFile: database.file });
    const fromMs = Number(T0_NS / MS);
    const input = { ...INPUT, range: { fromMs, toMs: fromMs + 30 * DAY } };
    const found = await run(input);
    expect(found).toMatchObject({ groups: 6 });
    expect(new Set(found.episodes.map(({ groupKey }) => groupKey)).size).toBe(2);
    const reader = await openReader({ databaseFile: database.file });
    expect(found).toEqual(await backtest(reader, input, () => undefined));
    await reader.close();
    // The same threads, which remember nothing of the first job.
    expect(await run(input)).toEqual(found);
  });

  it('are done by the threads of the one before, until none has followed for a while', async () => {
    const file = join(folder, 'tells-itself.mjs');
    writeFileSync(
      file,
      `import { parentPort, threadId } from 'node:worker_threads';
      parentPort.on('message', ({ job, helper }) => {
        if (job !== undefined) parentPort.postMessage({ result: { threadId, shared: helper !== null } });
      });`,
    );
    backtests = openBacktests({ file, databaseFile: database.file });
    const first = await run(INPUT);
    expect(first).toMatchObject({ shared: availableParallelism() > 1 });
    expect(await run(INPUT)).toEqual(first);
    const hour = { ...INPUT, range: { fromMs: 0, toMs: DAY / 24 } };
    expect(await run(hour)).toEqual({ ...first, shared: false });
    await backtests.close();

    backtests = openBacktests({ file, databaseFile: database.file, keptMs: 1 });
    const second = await run(INPUT);
    await expect.poll(() => run(INPUT), { timeout: 30_000 }).not.toEqual(second);
  });

  it('begin in threads that were started for who would soon ask', async () => {
    const file = join(folder, 'notes-its-start.mjs');
    const started = join(folder, 'started.txt');
    writeFileSync(started, '');
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      appendFileSync(${JSON.stringify(started)}, '.');
      parentPort.on('message', ({ job }) => job && parentPort.postMessage({ result: {} }));`,
    );
    backtests = openBacktests({ file, databaseFile: database.file });
    backtests.prepareBacktest();
    const threads = availableParallelism() > 1 ? '..' : '.';
    await expect.poll(() => readFileSync(started, 'utf8')).toBe(threads);
    backtests.prepareBacktest();
    await run(INPUT);
    expect(readFileSync(started, 'utf8')).toBe(threads);
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
    // Handled early, because both reject before either is awaited.
    second.catch(() => undefined);
    cancel.abort();
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    await expect(second).rejects.toMatchObject({ code: 'unavailable' });
    await expect(run(INPUT, undefined, cancel.signal)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
