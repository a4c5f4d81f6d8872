// Runs the unit tests, and files that failed once more by themselves: on a machine with other work beside it some test
// waits in vain now and then. Who needed it is told, since it is a defect of the test or of what it tests.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
/** More than this is no accident. */
const MOST_AGAIN = 4;

/**
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 * @param {string} root the folder whose tests these are
 * @param {string[]} [args] more of them for Vitest
 * @returns {Promise<Counts & {ok: boolean, again: string[]}>} `again` names the files that passed only when asked again
 */
export async function unitTests(root, args = []) {
  const first = await vitest(root, args);
  const failed = [...first.files].filter(([, { isOk }]) => !isOk).map(([file]) => file);
  if (first.ok || first.hasOtherErrors || failed.length === 0 || failed.length > MOST_AGAIN) {
    return { ...sum(first.files), ok: first.ok, again: [] };
  }
  console.log(`again, by themselves: ${failed.join(', ')}`);
  const second = await vitest(root, [...args, '--maxWorkers=1', ...failed]);
  const files = new Map([...first.files, ...second.files]);
  const again = failed.filter((file) => files.get(file).isOk);
  return { ...sum(files), ok: second.ok && again.length === failed.length, again };
}

/** @returns the files by name, each with its counts, and whether there were errors that are of none of them */
async function vitest(root, args) {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-verify-'));
  const report = join(folder, 'report.json');
  try {
    const { code, output } = await run(root, [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ]);
    if (code !== 0) console.log(output.trim().split('\n').slice(-120).join('\n'));
    const { testResults, success } = JSON.parse(readFileSync(report, 'utf8'));
    return {
      ok: success && code === 0,
      hasOtherErrors: /Unhandled (?:Error|Rejection)/.test(output),
      files: new Map(testResults.map((result) => [relative(root, result.name), countsOf(result)])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countsOf({ status, assertionResults }) {
  const count = (...wanted) => assertionResults.filter((one) => wanted.includes(one.status)).length;
  return {
    isOk: status === 'passed',
    passed: count('passed'),
    // A file that could not be read has failed too.
    failed: status === 'failed' ? Math.max(count('failed'), 1) : 0,
    skipped: count('skipped', 'pending', 'todo'),
  };
}

function sum(files) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of files.values()) for (const name of Object.keys(total)) total[name] += counts[name];
  return total;
}

function run(root, args) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [VITEST, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...Object.fromEntries(own), NO_COLOR: '1' },
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
