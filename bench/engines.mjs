import { bundleEngine } from './bundle.mjs';
import { askScreensOfBoth } from './screens/both-engines.mjs';
import { runProcess } from './worker-process.mjs';

const MILLIONS = 0.1;
const LONGEST_SECONDS = 60;

/**
 * The same spans and log records written to both engines by their writers, and the same questions asked of both; then the
 * same month behind a whole service, and what its screens ask over HTTP. ClickHouse is chDB here: its engine in one process
 * behind the front of the tests, which runs one statement after the other and knows no server's caches; so these figures
 * tell how the engines compare on one small machine, not what a server does.
 */
export async function measureEngines({ millions = MILLIONS }) {
  await bundleEngine();
  const run = (engine) =>
    runProcess('./scale/fill-and-ask.mjs', [String(millions), String(LONGEST_SECONDS), engine]);
  const sqlite = await run('sqlite');
  const clickhouse = await run('clickhouse');
  const { month, times } = await askScreensOfBoth();
  const both = (of) => `${of(sqlite)} | ${of(clickhouse)}`;
  return [
    ['SQLite | ClickHouse (chDB behind a front, not a server)', ''],
    ['spans written', both(({ fill }) => rate(fill.spans))],
    ['spans/s through the writer', both(({ fill }) => rate(fill.perSecond))],
    ['  of its time in tidying', both(({ fill }) => `${(fill.tidyShare * 100).toFixed(0)} %`)],
    [
      'bytes a span with logs and indexes, old parts included',
      both(({ fill }) => (fill.bytes / fill.spans).toFixed(0)),
    ],
    ...sqlite.queries.map(({ label }, index) => [
      `${label}: p50 / p99`,
      both(({ queries }) => {
        const { p50, p99, count, missed } = queries[index];
        return `${p50.toFixed(1)} / ${p99.toFixed(1)} ms${missed > 0 ? `, ${missed} of ${count} NOT FOUND` : ''}`;
      }),
    ]),
    [
      'percentiles against exact ones, greatest error',
      both(({ percentiles }) => `${(percentiles.greatestError * 100).toFixed(2)} %`),
    ],
    [
      'counters against what was sent',
      both(({ percentiles }) =>
        percentiles.countersDiffer === 0 ? 'equal' : `${percentiles.countersDiffer} DIFFER`,
      ),
    ],
    [`screens and API over HTTP, ${rate(month.invocations)} invocations in 30 days: p50 / p95`, ''],
    ...times[0].map(({ label }, row) => [
      `  ${label}`,
      times
        .map((answers) => `${answers[row].p50.toFixed(1)} / ${answers[row].p95.toFixed(1)} ms`)
        .join(' | '),
    ]),
  ];
}

const rate = (value) => Math.round(value).toLocaleString('en-US');
