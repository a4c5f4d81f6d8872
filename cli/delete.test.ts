import { afterEach, beforeEach, expect, it } from 'vitest';
import { batch, invocation, spanId, T0_MS, testPrice, traceId } from '@/core/store/contract/fixtures';
import type { Deletions } from '@/core/store/deletions';
import { openDeletions, openReader, openWriter } from '@/core/store/index';
import { temporaryDatabase } from '@/core/store/sqlite/temporary-database';
import type { TelemetryReader, TelemetryWriter } from '@/core/store/store';
import { runDelete } from './delete';

let disk: ReturnType<typeof temporaryDatabase>;
let writer: TelemetryWriter;
let reader: TelemetryReader;
let deletions: Deletions;
beforeEach(async () => {
  disk = temporaryDatabase();
  writer = await openWriter(disk, { price: testPrice });
  reader = await openReader(disk);
  deletions = await openDeletions(disk);
});
afterEach(async () => {
  for (const one of [writer, reader, deletions]) await one.close();
  disk.remove();
});

async function run(...argv: string[]): Promise<string> {
  const lines: string[] = [];
  const service = setInterval(() => void writer.tidy(10), 20);
  try {
    await runDelete(argv, { deletions, now: Date.now, print: (line) => lines.push(line) });
  } finally {
    clearInterval(service);
  }
  return lines.join(' ');
}

it('says how much it would be, and deletes when it is told to', async () => {
  const ids = { traceId: traceId(1), spanId: spanId(1) };
  await writer.write(batch([invocation({ ...ids, attributes: { 'user.id': 'a=b' } })]));
  const [from, to] = [T0_MS, T0_MS + 1000].map((ms) => new Date(ms).toISOString());
  const words = ['--attribute', 'user.id=a=b', '--from', from ?? '', '--to', to ?? ''];
  expect(await run(...words)).toMatch(/^1 traces.* Nothing was deleted/);
  expect(await reader.trace(traceId(1), 10)).not.toBeNull();
  expect(await run(...words, '--yes')).toMatch(/Deleted: 1 traces, 1 invocations, 0 log lines/);
  expect(await reader.trace(traceId(1), 10)).toBeNull();
  expect(await run('--trace', traceId(1))).toMatch(/^0 traces/);
});

it.each([
  [['--trace', 'x'], '--trace: must be 32 hex digits'],
  [['--from', 'now-1d'], '--to: must be a time'],
  [['--from', 'now-1d', '--to', 'now', '--attribute', 'x'], '--attribute: must be <key>=<value>'],
  [['--all'], 'usage:'],
])('refuses %j and says how to do it', async (argv, why) => {
  await expect(run(...argv)).rejects.toThrow(why);
});
