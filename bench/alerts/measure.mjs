// One process: fills a database with rollups and measures a round of many rules, and backtests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BACKTEST_WORKER, importEngine } from '../bundle.mjs';
import { fillRollups } from './fill.mjs';
import { BASE, manyRules } from './rules.mjs';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const RULES = 1000;
const FUNCTIONS = 100;
/** Functions that there are when their backtests are measured. */
const TESTED = 10;
/** A month to test, and the four weeks before it that anomalies compare with. */
const DAYS = 59;
/** While the editor of a rule is drawn, its threads start. */
const DRAWN_MS = 1000;

const P95 = { figure: 'duration_p95' };
const FIRST = ['error rate over 5 min', { condition: threshold(0.05) }];

const engine = await importEngine();
const folder = mkdtempSync(join(tmpdir(), 'faaslens-bench-alerts-'));
const databaseFile = join(folder, 'faaslens.db');
const db = engine.openDatabase(databaseFile);
engine.migrate(db, fileURLToPath(new URL('../../prisma/migrations', import.meta.url)));
db.close();
const now = Math.floor(Date.now() / MINUTE) * MINUTE;
const fill = (first, end) =>
  fillRollups(engine, databaseFile, { first, end, always: TESTED, days: DAYS, endSeconds: now / 1000 });

let measured;
try {
  fill(0, TESTED);
  const backtests = [];
  for (const one of casesOfTen()) backtests.push(await measureBacktest(one, TESTED));
  fill(TESTED, FUNCTIONS);
  backtests.push(await measureBacktest(FIRST, FUNCTIONS));
  measured = { round: await measureRound(), backtests };
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// The last thing: whoever gets it ends this process.
process.send(measured);

async function measureRound() {
  const reader = await engine.openReader({ databaseFile });
  try {
    return await measureRounds(reader);
  } finally {
    await reader.close();
  }
}

async function measureRounds(reader) {
  let questions = 0;
  const counting = new Proxy(reader, {
    get(target, name) {
      questions += 1;
      return target[name];
    },
  });
  const evaluator = engine.localEvaluator(counting);
  const rules = manyRules(RULES);
  const seconds = [];
  let states = [];
  for (const at of [now - MINUTE, now]) {
    questions = 0;
    const began = process.cpuUsage();
    const input = { rules, states, sinceMs: at + 29_999, nowMs: at + 30_000, triages: new Map(), self: {} };
    const { findings, problems } = await evaluator.evaluate(input);
    seconds.push(cpuSecondsSince(began));
    if (problems.length > 0) throw new Error(problems[0].error);
    states = findings.flatMap(({ rule, groupKey, next }) =>
      next === null ? [] : [{ ...next, ruleId: rule.id, groupKey, incidentId: null }],
    );
  }
  return {
    rules: RULES,
    groups: FUNCTIONS,
    seconds,
    questions,
    states: states.length,
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  };
}

function threshold(value) {
  return { kind: 'threshold', direction: 'above', threshold: value, recovery: null };
}

function casesOfTen() {
  const change = (against) => ({
    kind: 'change',
    direction: 'above',
    ratio: 2,
    recoveryRatio: null,
    against,
    floor: null,
    minBaselineSamples: 0,
  });
  const anomaly = { kind: 'anomaly', direction: 'both', deviations: 4, floor: null };
  const pairs = [
    { longMinutes: 60, shortMinutes: 5, factor: 14.4 },
    { longMinutes: 360, shortMinutes: 30, factor: 6 },
    { longMinutes: 4320, shortMinutes: 360, factor: 1 },
  ];
  const ofCalls = { figure: 'dependency_duration_p95', groupBy: 'dependency' };
  return [
    FIRST,
    ['p95 over 5 min', { figure: 'duration_p95', condition: threshold(300) }],
    ['error rate against last week', { condition: change('week') }],
    ['p95 over 60 min against last week', { ...P95, windowMinutes: 60, condition: change('week') }],
    ['p95 against the mean of seven days', { ...P95, condition: change('mean_7d') }],
    ['anomalies of the error rate', { condition: anomaly }],
    ['anomalies of p95', { ...P95, condition: anomaly }],
    ['burn rate, three pairs', { condition: { kind: 'burn_rate', objective: 0.99, pairs } }],
    [
      'forecast of a day against the mean of seven',
      { figure: 'cost_forecast_day', condition: change('mean_7d') },
    ],
    ['failed calls over 5 min', { ...ofCalls, figure: 'dependency_error_rate', condition: threshold(0.05) }],
    ['p95 of calls against last week', { ...ofCalls, condition: change('week') }],
    ['anomalies of p95 of calls', { ...ofCalls, condition: anomaly }],
  ];
}

/**
 * As the dashboard runs it: once in new threads, as the API asks; once in threads that start when the editor is opened; and
 * once more in the same, as an editor asks again.
 */
async function measureBacktest([label, own], groups) {
  let backtests = engine.openBacktests({ file: BACKTEST_WORKER, databaseFile });
  const input = {
    rule: { ...BASE, id: 'rul_1', key: 'rule', name: 'Rule', figure: 'error_rate', ...own },
    others: [],
    range: { fromMs: now - 30 * DAY, toMs: now },
    known: [],
  };
  const run = async () => {
    const began = { cpu: process.cpuUsage(), at: performance.now() };
    const signal = new AbortController().signal;
    const { episodes } = await backtests.backtest(input, { signal, progress: () => {} });
    const seconds = (performance.now() - began.at) / 1000;
    return { seconds, cpuSeconds: cpuSecondsSince(began.cpu), episodes: episodes.length };
  };
  const cold = await run();
  await backtests.close();
  backtests = engine.openBacktests({ file: BACKTEST_WORKER, databaseFile });
  backtests.prepareBacktest();
  await delay(DRAWN_MS);
  const first = await run();
  const again = await run();
  await backtests.close();
  return {
    first,
    again,
    cold,
    episodes: first.episodes,
    label: `${label}, 30 days x ${groups} groups`,
    points: 30 * 1440 * groups,
  };
}

/** Of this process, which does nothing else: on a machine that others use the time on the clock says little. */
function cpuSecondsSince(began) {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}
