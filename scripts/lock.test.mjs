import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lock } from './lock.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = promisify(execFile);
const TURNS = 3000;
const PROCESSES = 4;
/** No process number is so great. */
const DEAD = 2 ** 30;

/** Takes the lock again and again; in it, it counts as who is alone may. */
const COUNT = `
import { readFileSync, writeFileSync } from 'node:fs';
import { lock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)};
const [folder, turns] = process.argv.slice(1);
for (let turn = 0; turn < turns; turn += 1) {
  const release = await lock(folder + '/lock');
  writeFileSync(folder + '/count', String(Number(readFileSync(folder + '/count', 'utf8')) + 1));
  release();
}`;

it('is held by one process at a time, whenever another one gives it back', async () => {
  writeFileSync(join(folder, 'count'), '0');
  const count = () => run(process.execPath, ['--input-type=module', '-e', COUNT, folder, String(TURNS)]);
  await Promise.all(Array.from({ length: PROCESSES }, count));
  expect(Number(readFileSync(join(folder, 'count'), 'utf8'))).toBe(TURNS * PROCESSES);
  expect(readdirSync(folder)).toEqual(['count']);
});

it.each([
  ['a process that is gone', String(DEAD)],
  ['one that was killed before it named itself', ''],
])('is taken from %s', async (_, named) => {
  const file = join(folder, 'lock');
  writeFileSync(file, named);
  utimesSync(file, 1, 1);
  const release = await lock(file);
  expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  release();
  expect(readdirSync(folder)).toEqual([]);
});
