// npm run reliability [-- --long] [--only load,kills] [--minutes 5] [--rate 3000] [--invocations 1000000]: does to real
// processes what happens to them in life, and writes what came of it to docs/reliability.md. The short form takes some
// ten minutes; the long one about five hours, two of them the soak, on a machine that does nothing else.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browser.mjs';
import { prepare } from '../../scripts/prepare.mjs';
import { ROOT } from '../start-service.mjs';
import { fullDisk, gracefulStop, lockedDatabase, overload, slowClients } from './faults.mjs';
import { hostClock } from './host-clock.mjs';
import { largeFile } from './large-file.mjs';
import { judged, LONG_LOAD_MINUTES } from './lines.mjs';
import { soak, sustainedLoad } from './load.mjs';
import { measuredHere } from './measured.mjs';
import { oldTelemetry } from './old-telemetry.mjs';
import { powerCuts } from './power-cut.mjs';
import { report } from './report.mjs';
import { run } from './run-command.mjs';
import { PROCESS_TESTS, UNIT_TESTS } from './tests.mjs';

/** Committed with the page, so that a phase can be measured again anywhere. */
const KEPT = join(ROOT, 'bench/reliability/results.json');
const isLong = process.argv.includes('--long');
const only = process.argv.includes('--only')
  ? (process.argv[process.argv.indexOf('--only') + 1] ?? '').split(',')
  : undefined;
const wanted = (name) => only === undefined || only.includes(name);
const numberAfter = (flag, example) => {
  if (!process.argv.includes(flag)) return undefined;
  const value = Number(process.argv[process.argv.indexOf(flag) + 1]);
  if (!(value > 0)) throw new Error(`${flag}: say a number above zero, such as ${flag} ${example}`);
  return value;
};
/** Of the steady load; `rate` is in spans a second. */
const minutes = numberAfter('--minutes', 10);
const rate = numberAfter('--rate', 3_000);

const SIZES = isLong
  ? {
      kills: 100,
      backups: 20,
      minutes: minutes ?? LONG_LOAD_MINUTES,
      spansPerSecond: rate ?? 5_000,
      locked: 30,
      slow: 180,
      overload: 300,
      cuts: 20,
      clock: 90,
    }
  : {
      kills: 10,
      backups: 6,
      minutes: minutes ?? 1,
      spansPerSecond: rate ?? 1_000,
      locked: 10,
      slow: 75,
      overload: 15,
      cuts: 3,
      clock: 15,
    };
/** Takes a quarter of an hour to fill. */
const LARGE_GIBIBYTES = 10.5;
/** Takes ten minutes and more to fill. */
const OLD_INVOCATIONS = numberAfter('--invocations', 1_000_000) ?? 1_000_000;
const SOAK_MINUTES = 120;

const PHASES = {
  tests: unitTests,
  kills: processTests,
  load: () => sustainedLoad({ minutes: SIZES.minutes, spansPerSecond: SIZES.spansPerSecond }),
  locked: () => lockedDatabase({ seconds: SIZES.locked }),
  disk: () => fullDisk({ megabytes: 64 }),
  stop: gracefulStop,
  slow: () => slowClients({ sockets: 500, seconds: SIZES.slow }),
  overload: () => overload({ seconds: SIZES.overload }),
  power: () => powerCuts({ cuts: SIZES.cuts }),
  clock: () => hostClock({ seconds: SIZES.clock }),
};
/** In the long form, or asked for by name. */
const LONG_PHASES = {
  large: () => largeFile({ gibibytes: LARGE_GIBIBYTES }),
  old: () => oldTelemetry({ invocations: OLD_INVOCATIONS }),
  soak: () => soak({ minutes: minutes ?? SOAK_MINUTES, spansPerSecond: rate ?? 1_000 }),
};
for (const [name, phase] of Object.entries(LONG_PHASES))
  if (isLong || only?.includes(name)) PHASES[name] = phase;

await prepare(ROOT);
// What other phases found before is kept, so that one of them may be repeated.
const results = only !== undefined && existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
for (const [name, phase] of Object.entries(PHASES)) {
  if (!wanted(name)) continue;
  const started = Date.now();
  process.stdout.write(`${name} ... `);
  try {
    const before = loadavg()[0];
    const found = await phase();
    // Of the run itself, too; what is far above it is of others.
    const load = Math.round(Math.max(before, loadavg()[0]) * 10) / 10;
    const isShortened =
      (name === 'load' && minutes < LONG_LOAD_MINUTES) || (name === 'soak' && minutes < SOAK_MINUTES);
    const isWhole = isLong && !isShortened;
    results[name] = { ok: true, isLong: isWhole, load, measured: measuredHere(), ...found };
  } catch (error) {
    results[name] = { ok: false, isLong, measured: measuredHere(), failed: error.message };
  }
  console.log(`${((Date.now() - started) / 1000).toFixed(0)} s ${JSON.stringify(results[name])}`);
  // At once: whoever ends the run early keeps what it found.
  writeFileSync(KEPT, `${JSON.stringify(results, null, 2)}\n`);
}
writeFileSync(join(ROOT, 'docs/reliability.md'), report(results));
console.log('docs/reliability.md is written');
const broken = judged(results).filter(({ held }) => !held);
for (const { id, line, figure, isSoft } of broken)
  console.log(`${isSoft ? 'on this machine ' : ''}NOT HELD ${id} ${line}: ${JSON.stringify(figure)}`);
process.exit(Object.values(results).every(({ ok }) => ok) && broken.every(({ isSoft }) => isSoft) ? 0 : 1);

/** Runs the named unit tests; each danger is shown by the files beside it. */
async function unitTests() {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-reliability-'));
  const file = join(folder, 'report.json');
  const files = [...new Set(UNIT_TESTS.flatMap(([, , named]) => named))];
  try {
    const { code, output } = await run('node_modules/.bin/vitest', [
      'run',
      ...files,
      '--reporter=json',
      `--outputFile=${file}`,
    ]);
    const { testResults, numPassedTests } = JSON.parse(readFileSync(file, 'utf8'));
    const rows = UNIT_TESTS.map(([id, what, named]) => {
      const own = testResults.filter(({ name }) => named.some((one) => name.includes(one)));
      if (own.length === 0) throw new Error(`${id}: no test file matches ${named.join(', ')}`);
      const tests = own.flatMap(({ assertionResults }) => assertionResults);
      return {
        id,
        what,
        passed: tests.filter(({ status }) => status === 'passed').length,
        all: tests.length,
      };
    });
    const failed = testResults.flatMap(({ assertionResults, message, name }) => [
      ...assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      ...(assertionResults.length === 0 ? [`${name}: ${message}`] : []),
    ]);
    if (code !== 0)
      throw new Error(`failed: ${failed.join('; ')} ${failed.length === 0 ? output.slice(-2000) : ''}`);
    return { passed: numPassedTests, rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the tests that kill and restore real processes; some print their figures. */
async function processTests() {
  const browser = await findBrowser(ROOT);
  const { code, output } = await run(
    process.execPath,
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config',
      'e2e/playwright.config.ts',
      '--reporter=list',
      '--workers=1',
      ...PROCESS_TESTS,
    ],
    {
      ...(browser && { CHROMIUM_PATH: browser }),
      E2E_KILLS: `${SIZES.kills}`,
      E2E_BACKUPS: `${SIZES.backups}`,
      E2E_CLUSTER_KILLS: '20',
    },
  );
  if (code !== 0) throw new Error(output.slice(-3000));
  const figures = [...output.matchAll(/^reliability: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json));
  const passed = Number(/(\d+) passed/.exec(output)?.[1] ?? 0);
  return Object.assign(
    { passed, notes: [...output.matchAll(/^(?:durability|merge|seal): .*/gm)].map(([line]) => line) },
    ...figures,
  );
}
