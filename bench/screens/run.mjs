// npm run bench:screens [-- sizes]: server times of what the screens ask, over a month of generated traffic in several sizes,
// in millions of invocations: a hundredth and a tenth of the full size (10) unless others are named. What was made is kept
// in bench/data/, almost a gigabyte a million, which takes about six minutes of two cores, and the full size about an hour: what is cut off goes on the next time.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleEngine } from '../bundle.mjs';
import { ROOT, startService } from '../start-service.mjs';
import { runProcess } from '../worker-process.mjs';
import { askScreens } from './ask.mjs';
import { paintScreens } from './paint.mjs';

const SIZES = [0.1, 1];

const wanted = process.argv.slice(2).map(Number);
if (wanted.some((size) => !(size > 0 && size <= 100))) {
  console.error(
    'bench:screens: sizes are millions of invocations, as in `npm run bench:screens -- 0.1 1 10`',
  );
  process.exit(1);
}
const sizes = (wanted.length > 0 ? wanted : SIZES).toSorted((a, b) => a - b);
console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}`);
await bundleEngine();
const columns = [];
for (const size of sizes) columns.push(await measure(size));

table(
  'p50 / p95 in ms, warm, over 30 days',
  columns.map(({ answers }) => answers),
);
table(
  'p50 / p95 in ms of processor time, the store alone',
  columns.map(({ cpu }) => cpu),
);
table(
  'Largest Contentful Paint in ms, median / longest of 7',
  columns.map(({ paints }) => paints),
);

function table(title, ofSizes) {
  const head = [title, ...sizes.map((size) => `${size} M`), 'grows', 'asked'];
  const rows = ofSizes[0].map(({ label, askedMs = null }, row) => [
    label,
    ...ofSizes.map((answers) => `${answers[row].p50.toFixed(1)} / ${answers[row].p95.toFixed(1)}`),
    (ofSizes.at(-1)[row].p95 / ofSizes[0][row].p95).toFixed(2),
    askedMs === null ? '' : `${askedMs}`,
  ]);
  for (const [label, ...cells] of [head, ...rows])
    console.log(`  ${label.padEnd(52)}${cells.map((cell) => cell.padStart(18)).join('')}`);
}

async function measure(size) {
  const folder = join(ROOT, 'bench/data', `${size}`);
  const month = await monthOf(folder, size);
  console.log(
    `  ${size} M: ${count(month.invocations)} invocations, ${count(month.spans)} spans, ${count(month.logs)} logs; ` +
      `${(month.bytes / 1e6).toFixed(0)} MB, made in ${month.madeInSeconds.toFixed(0)} s`,
  );
  await readThrough(join(folder, 'faaslens.db'));
  // What is old by the clock is what is measured.
  const service = await startService({ dataDir: folder, env: { FAASLENS_RETENTION_DAYS: '3650' } });
  let answers;
  let paints;
  try {
    answers = await askScreens(service.url, month);
    paints = await paintScreens(service.url, month);
  } finally {
    await service.end();
  }
  return { answers, paints, cpu: await runProcess('./screens/cpu.mjs', [folder]) };
}

/** So that the system has it in memory: warm is what is measured. */
async function readThrough(file) {
  for await (const _ of createReadStream(file, { highWaterMark: 2 ** 20 }));
}

async function monthOf(folder, size) {
  const file = join(folder, 'month.json');
  if (!existsSync(file)) {
    await runProcess('./month/make.mjs', [folder, String(Math.round(size * 1e6))]);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

function count(value) {
  return value.toLocaleString('en-US');
}
