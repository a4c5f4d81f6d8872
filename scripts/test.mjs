// npm test: installs what is missing, builds, and runs everything that CI runs. The last line counts the tests.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installRuntimes } from '../instrumentation/runtimes/install.mjs';
import { findBrowser, systemBrowser } from './browser.mjs';
import { installChdb } from './chdb.mjs';
import { installApart } from './install-apart.mjs';
import { prepareAhead } from './prepare.mjs';
import { makeTestFolder } from './test-folder.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const started = Date.now();

// A gigabyte and a half that tests would wait for; they tell why when it cannot be had.
const apart = installChdb()
  .then(() => installRuntimes())
  .then(() => installApart(join(root, 'e2e/programs')))
  .catch(() => {});
// Beside the packages, which wait for the network most of the time. Whoever awaits it is told.
const system = systemBrowser(root);
system.catch(() => {});
const { driver } = await prepareAhead(root);
const { verify } = await import('./verify.mjs');
const unit = await verify(Promise.all([driver, apart]));
const e2e = await endToEnd();

const failed = unit.failed + e2e.failed + (unit.ok || unit.failed > 0 ? 0 : 1);
const again = [...unit.again, ...e2e.again];
if (again.length > 0)
  console.log(`\nPassed only when asked again, which is a defect of them or of what they test:`);
for (const name of again) console.log(`  ${name}`);
console.log(`\nAll of it took ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${unit.passed + e2e.passed} passed, ${failed} failed, ${unit.skipped + e2e.skipped} skipped`);
process.exit(failed === 0 && unit.ok && e2e.passed > 0 ? 0 : 1);

async function endToEnd() {
  const browser = await findBrowser(root, system);
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-e2e-'));
  const data = makeTestFolder();
  const report = join(folder, 'report.json');
  try {
    await new Promise((resolve) => {
      const child = spawn(
        process.execPath,
        [
          'node_modules/@playwright/test/cli.js',
          'test',
          '--config',
          'e2e/playwright.config.ts',
          '--reporter=list,json',
        ],
        {
          cwd: root,
          stdio: 'inherit',
          env: {
            ...process.env,
            ...(browser && { CHROMIUM_PATH: browser }),
            ...(data && { TMPDIR: data.path }),
            PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          },
        },
      );
      child.on('close', resolve);
    });
    const { stats, errors, suites } = JSON.parse(readFileSync(report, 'utf8'));
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
      skipped: stats.skipped,
      again: suites.flatMap(flakyOf),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    data?.remove();
  }
}

/** The tests of a suite that passed only when asked again. */
function flakyOf({ specs = [], suites = [] }) {
  const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...flaky.map(({ file, title }) => `e2e/${file}: ${title}`), ...suites.flatMap(flakyOf)];
}
