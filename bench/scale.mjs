import { bundleEngine } from './bundle.mjs';
import { runProcess } from './worker-process.mjs';

const MILLIONS = 2;
const LONGEST_SECONDS = 75;

/**
 * A store of so many million spans (2, or what 75 seconds allow, unless a number is asked for), filled by its writer in
 * one process: rates, queries and percentiles at that size.
 */
export async function measureScale({ millions }) {
  await bundleEngine();
  const result = await runProcess('./scale/fill-and-ask.mjs', [
    String(millions ?? MILLIONS),
    String(millions === undefined ? LONGEST_SECONDS : Infinity),
    'sqlite',
  ]);
  const { fill, queries, percentiles } = result;
  return [
    [`${rate(fill.spans)} spans, ${rate(fill.logs)} logs through the writer: spans/s`, rate(fill.perSecond)],
    [
      '  the first tenth; the last tenth; last / first',
      `${rate(fill.first)}; ${rate(fill.last)}; ${(fill.last / fill.first).toFixed(2)}`,
    ],
    [
      '  of its time in tidying, memory of the process at the end',
      `${(fill.tidyShare * 100).toFixed(0)} %, ${fill.rssMb.toFixed(0)} MB`,
    ],
    [
      'on disk, bytes a span with logs and indexes (free pages)',
      `${(fill.bytes / fill.spans).toFixed(0)} (${(fill.free / fill.spans).toFixed(0)})`,
    ],
    ...queries.map(({ label, p50, p99, count, missed }) => [
      `${label}: p50 / p99`,
      missed === count
        ? 'not answered by this store'
        : `${p50.toFixed(1)} / ${p99.toFixed(1)} ms${missed > 0 ? `, ${missed} of ${count} NOT FOUND` : ''}`,
    ]),
    [
      'percentiles of rollups against exact ones, greatest error',
      `${(percentiles.greatestError * 100).toFixed(2)} % of ${percentiles.compared}`,
    ],
    [
      'counters of rollups against what was sent',
      percentiles.countersDiffer === 0 ? 'equal' : `${percentiles.countersDiffer} DIFFER`,
    ],
  ];
}

const rate = (value) => Math.round(value).toLocaleString('en-US');
