// npm run verify: format and lint, boundaries, types, schema drift, unit tests. What CI runs before e2e.
// Prints one line per check and, last, how many tests passed; exits 1 when anything failed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unitTests } from './unit-tests.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** The compiler in Go checks in a third of the time; Next.js and the walls need the interfaces of the other one. */
const TSC = 'node_modules/typescript-7/bin/tsc';
/** As many as a small machine has cores, the longest first. */
const AT_ONCE = 2;
const CHECKS = [
  ['types of the dashboard', process.execPath, [TSC, '-p', 'app/tsconfig.json']],
  ['types', process.execPath, [TSC, '-p', 'tsconfig.json']],
  ['types of the package', process.execPath, [TSC, '-p', 'instrumentation/tsconfig.json', '--noEmit']],
  ['boundaries', process.execPath, ['scripts/boundaries.mjs']],
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['file size', process.execPath, ['scripts/file-size.mjs']],
];
const SCHEMA_DRIFT = ['schema drift', process.execPath, ['scripts/migration.mjs', 'check']];

/**
 * @param {Promise<unknown>} ready when what only tests need is there; the checks of the sources do not wait for it
 * @returns {Promise<{passed: number, failed: number, skipped: number, again: string[], ok: boolean}>} counts of the unit
 * tests, and the files that passed only when asked again
 */
export async function verify(ready = Promise.resolve()) {
  // Who awaits it is told.
  ready.catch(() => {});
  const waiting = [...CHECKS];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await check(...next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await ready;
  const [counts, hasNoDrift] = await Promise.all([countUnitTests(), check(...SCHEMA_DRIFT)]);
  results.push(hasNoDrift);
  return { ...counts, ok: results.every(Boolean) && counts.failed === 0 && counts.passed > 0 };
}

async function check(label, command, args) {
  const started = Date.now();
  const { code, output } = await run(command, args);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${label} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (code !== 0) console.log(output.trim().split('\n').slice(-60).join('\n'));
  return code === 0;
}

async function countUnitTests() {
  const started = Date.now();
  const { ok, passed, failed, skipped, again } = await unitTests(root);
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} unit tests: ${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
  return { passed, failed: ok ? 0 : Math.max(failed, 1), skipped, again };
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed, skipped, again, ok } = await verify();
  if (again.length > 0) console.log(`passed only when asked again: ${again.join(', ')}`);
  console.log(`${passed} passed, ${ok ? 0 : Math.max(failed, 1)} failed, ${skipped} skipped`);
  process.exit(ok ? 0 : 1);
}
