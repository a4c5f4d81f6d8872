import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { unitTests } from './unit-tests.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let folder;
let said;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-unit-tests-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  said = vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  said.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});

const HEAD = "import { existsSync, writeFileSync } from 'node:fs';\nimport { expect, it } from 'vitest';\n";
const GOOD = "it('holds', () => expect(1).toBe(1));\nit.skip('is left out', () => {});\n";
const BAD = "it('never holds', () => expect(1).toBe(2));\n";
/** Fails unless it ran before. */
const RACING = `it('holds the second time', () => {
  const isSecond = existsSync('ran');
  writeFileSync('ran', '');
  expect(isSecond).toBe(true);
});
`;
const LATE = "it('leaves an error behind', () => void Promise.reject(new Error('late')));\n";

function run(tests) {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const [name, text] of Object.entries(tests)) {
    writeFileSync(join(folder, `${name}.test.mjs`), HEAD + text);
  }
  // One process for all files: each would load Vitest anew.
  return unitTests(folder, ['--root', folder, '--dir', folder, '--no-isolate']);
}

it('asks a file that failed once more, and tells its name when it passes then', async () => {
  const result = await run({ good: GOOD, racing: RACING + GOOD });
  expect(result).toEqual({ ok: true, passed: 3, failed: 0, skipped: 2, again: ['racing.test.mjs'] });
});

it('counts as failed what fails both times, and a file that cannot be read', async () => {
  const result = await run({ good: GOOD, bad: BAD + GOOD, broken: "import './not-there.mjs';\n" });
  expect(result).toEqual({ ok: false, passed: 2, failed: 2, skipped: 2, again: [] });
});

it('takes errors that are of no test, and failures of many files, for no accident', async () => {
  expect(await run({ late: LATE, racing: RACING })).toMatchObject({ ok: false, again: [] });
  rmSync(join(folder, 'late.test.mjs'));
  rmSync(join(folder, 'ran'));
  const five = Object.fromEntries([1, 2, 3, 4, 5].map((index) => [`racing-${index}`, BAD]));
  expect(await run(five)).toMatchObject({ ok: false, again: [] });
  expect(said.mock.calls.flat().join('\n')).not.toContain('again, by themselves');
});
