// node cpu.mjs <folder>: the processor time of what the store is asked for screens, which does not depend on what else the
// machine does; without the dashboard's own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importEngine } from '../bundle.mjs';

/** So many that code which is asked again and again is compiled, as in a service that runs. */
const WARM_UP = 25;
const ROUNDS = 60;
const STEP_MS = 6 * 3_600_000;

const [folder] = process.argv.slice(2);
const month = JSON.parse(readFileSync(join(folder, 'month.json'), 'utf8'));
const range = { fromMs: Date.parse(month.from), toMs: Date.parse(month.to) };
const { openReader } = await importEngine();
const reader = await openReader({ databaseFile: join(folder, 'faaslens.db'), clickhouse: null });
const { items } = await reader.functions({ range, limit: 200, percentiles: false });
const ids = items.map((one) => one.function.id);
const groups = (await reader.errors({ range, limit: 50 })).items.map(({ fingerprint }) => fingerprint);
const words = month.samples.flatMap(({ word }) => (word === null ? [] : [word]));
const pick = (list, round) => list[(round * 7919) % list.length];

const QUESTIONS = [
  ['figures of all functions together', () => reader.totals({ range, costs: false })],
  ['their chart', () => reader.series({ range, stepMs: STEP_MS, costs: false })],
  ['figures of each of 200 functions', () => reader.functions({ range, limit: 200, costs: false })],
  ['figures of a function', (round) => reader.totals({ range, functionId: pick(ids, round), costs: false })],
  [
    'its chart',
    (round) => reader.series({ range, stepMs: STEP_MS, functionId: pick(ids, round), costs: false }),
  ],
  ['its versions', (round) => reader.variants({ range, functionId: pick(ids, round), costs: false })],
  ['its heatmap', (round) => reader.heatmap({ range, stepMs: STEP_MS, functionId: pick(ids, round) })],
  ['invocations that failed', () => reader.invocations({ range, limit: 50, failed: true })],
  [
    'invocations shorter than 1 ms',
    (round) => reader.invocations({ range, limit: 50, maxDurationMs: 1 + round / 100 }),
  ],
  [
    'invocation by request id',
    (round) => reader.invocations({ range, limit: 50, q: pick(month.samples, round).requestId }),
  ],
  [
    'invocations of an error group',
    (round) => reader.invocations({ range, limit: 50, fingerprint: pick(groups, round) }),
  ],
  ['groups of errors', () => reader.errors({ range, limit: 50 })],
  ['a trace of 5 spans', (round) => reader.trace(pick(month.samples, round).traceId, 10_000)],
  ['logs with a rare word', (round) => reader.logs({ range, limit: 50, q: pick(words, round) })],
  ['logs that are errors', () => reader.logs({ range, limit: 50, minSeverity: 17 })],
  ['costs by function', () => reader.costs({ range, limit: 50, groupBy: { by: 'function' } })],
];
const answers = [];
for (const [label, ask] of QUESTIONS) {
  const taken = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const before = process.cpuUsage();
    await ask(round);
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / 1000);
  }
  const sorted = taken.slice(WARM_UP).sort((a, b) => a - b);
  answers.push({ label, p50: sorted[ROUNDS / 2], p95: sorted[Math.floor(ROUNDS * 0.95)] });
}
await reader.close();
process.send(answers);
