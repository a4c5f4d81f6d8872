import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDatabase } from '../../../database/testing';
import { FaaslensError } from '../../../errors';
import { batch, DAY, invocation, log, spanId, testPrice, traceId } from '../../contract/fixtures';
import { openReader, openWriter } from '../../index';
import type { TelemetryWriter } from '../../store';
import { queueOnDisk } from './disk-queue';

let folder: string;
let database: { readonly file: string; remove(): void };
let isAway: boolean;
let isBroken: boolean;
let order: string[];
let told: string[];
let open: TelemetryWriter[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'faaslens-queue-')), 'queue');
  database = newDatabase();
  [isAway, isBroken, order, told, open] = [true, false, [], [], []];
});
afterEach(async () => {
  for (const one of open) await one.close().catch(() => {});
  rmSync(join(folder, '..'), { recursive: true, force: true });
  database.remove();
});

/** A process of its own, whose store can be away. */
async function startProcess(maxBytes = 1e6): Promise<TelemetryWriter> {
  const store = await openWriter({ databaseFile: database.file }, { price: testPrice });
  const writer: TelemetryWriter = {
    ...store,
    async write(received) {
      if (isAway) throw new FaaslensError('unavailable', 'away');
      if (isBroken) throw new Error('a defect');
      order.push(received.spans[0]?.traceId ?? '');
      return store.write(received);
    },
  };
  const onTrouble = (trouble: string, reason: string) => void told.push(`${trouble}. ${reason}`);
  const queued = await queueOnDisk(writer, { folder, maxBytes }, { retryMs: 5, onTrouble });
  open.push(queued);
  return queued;
}

const sent = (number: number) =>
  batch(
    [invocation({ traceId: traceId(number), spanId: spanId(1) })],
    [log({ body: `line ${number}`, traceId: traceId(number) })],
  );

async function stored() {
  const reader = await openReader({ databaseFile: database.file });
  const { invocations } = await reader.totals({ range: DAY });
  const { items } = await reader.logs({ range: DAY, limit: 100 });
  await reader.close();
  return { invocations, lines: items.length };
}

const files = () => readdirSync(folder);

test('what a store cannot take waits on disk, is stored oldest first when it can, and leaves nothing behind', async () => {
  const writer = await startProcess();
  for (const number of [1, 2, 3]) expect(await writer.write(sent(number))).toMatchObject({ spansStored: 1 });
  expect(files()).toHaveLength(3);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(await stored()).toEqual({ invocations: 0, lines: 0 });
  isAway = false;
  await expect.poll(files).toEqual([]);
  await writer.write(sent(4));
  expect(order).toEqual([1, 2, 3, 4].map(traceId));
  expect(await stored()).toEqual({ invocations: 4, lines: 4 });
});

test('after a crash the next process stores what was acknowledged, once, and no half of a file', async () => {
  const first = await startProcess();
  await first.write(sent(1));
  await first.write(sent(2));
  writeFileSync(join(folder, '0000000000000001-half.part'), 'half');
  await first.close();
  isAway = false;
  await (await startProcess()).write(sent(2));
  await expect.poll(files).toEqual([]);
  expect(await stored()).toEqual({ invocations: 2, lines: 2 });
});

test('a full queue refuses as without one, and takes again when there is room', async () => {
  const writer = await startProcess(3_000);
  let taken = 0;
  const refused = await (async () => {
    for (;;) {
      try {
        await writer.write(sent(taken));
        taken += 1;
      } catch (error) {
        return error;
      }
    }
  })();
  expect(refused).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('queue of 0.003 MB is full'),
  });
  expect(taken).toBeGreaterThan(0);
  isAway = false;
  await expect.poll(files).toEqual([]);
  await writer.write(sent(taken));
  expect(await stored()).toEqual({ invocations: taken + 1, lines: taken + 1 });
});

test('a file that is damaged is set aside, and those behind it are stored', async () => {
  const first = await startProcess();
  await first.write(sent(1));
  await first.write(sent(2));
  await first.close();
  const [damaged = ''] = files().sort();
  truncateSync(join(folder, damaged), 20);
  isAway = false;
  await startProcess();
  await expect.poll(stored).toEqual({ invocations: 1, lines: 1 });
  expect(files()).toEqual([`${damaged}.refused`]);
  expect(told.filter((one) => one.includes('set aside'))).toEqual([
    expect.stringMatching(
      new RegExp(`^acknowledged telemetry could not be stored.*${damaged}.refused: it is damaged$`),
    ),
  ]);
});

test('what a store fails at for good is set aside and told, and why it waits is told while it does', async () => {
  const writer = await startProcess();
  await writer.write(sent(1));
  await expect.poll(() => told).toContainEqual(expect.stringMatching(/not taken by ClickHouse.*away$/));
  [isAway, isBroken] = [false, true];
  await expect.poll(files).toEqual([expect.stringMatching(/\.refused$/)]);
  expect(told.at(-1)).toMatch(/set aside in the queue on disk\. \S+\.refused: a defect$/);
});

test('a file that somebody removed holds nothing up, and one that cannot be read now is tried again', async () => {
  const writer = await startProcess();
  for (const number of [1, 2, 3]) await writer.write(sent(number));
  const [gone = '', unreadable = ''] = files().sort();
  const path = join(folder, unreadable);
  rmSync(join(folder, gone));
  renameSync(path, `${path}.kept`);
  mkdirSync(path);
  isAway = false;
  await writer.write(sent(4));
  rmdirSync(path);
  renameSync(`${path}.kept`, path);
  await expect.poll(files).toEqual([]);
  // The one that is gone may have been under way.
  expect(order.slice(-3)).toEqual([2, 3, 4].map(traceId));
});
