import { judged } from './lines.mjs';

const NO_ROWS = 'was not run this time';

/** docs/reliability.md: what was done, on what, and what came of it. */
export function report(results) {
  const { tests, kills, load, locked, disk, stop, slow, overload, power, clock, large, old, soak } = results;
  return `# Reliability

What happens to Faaslens when it is killed, locked out, filled up and overrun, measured by \`npm run reliability\`. It
rewrites this page; \`npm run reliability -- --long\` does more of all of it, on a machine that does nothing else, and
\`--only load,kills\` measures these again and keeps what was measured of the others.

SQLite is in WAL mode with \`synchronous=FULL\`: what was acknowledged is on the disk, as far as the disk tells the truth.

## Lines

${table(
  ['', 'what must hold', 'held'],
  judged(results).map(({ id, line, held, figure, isSoft }) => [
    id,
    line,
    held ? 'yes' : `NO: ${JSON.stringify(figure)}${isSoft ? ' (depends on the machine)' : ''}`,
  ]),
)}

## Killed and restored (R4, R11)

${section(kills, ({ kills: killed, cluster, backups, passed, notes }) => [
  ['SIGKILLs at the start and its migration, in ingest, checkpoint, retention and backup', killed?.kills],
  ['  traces acknowledged; lost or counted twice', killed && `${killed.acknowledged}; ${killed.lost}`],
  ['  `integrity_check` after each', killed && 'ok'],
  [
    '  slowest start until telemetry was taken again',
    killed && `${(killed.slowestReadyMs / 1000).toFixed(1)} s`,
  ],
  ['SIGKILLs of one of two collectors in front of one ClickHouse, in turn', cluster?.kills],
  [
    '  traces acknowledged; lost; counted twice',
    cluster && `${cluster.acknowledged}; ${cluster.lost}; ${cluster.twice}`,
  ],
  [
    'backups under load, restored and compared',
    backups && `${backups.restored}, ${backups.missing} traces missing`,
  ],
  ['tests of real processes that passed', passed],
  ...notes.map((note) => [`  ${note.split(':')[0]}`, note.slice(note.indexOf(':') + 2)]),
])}

## Steady load (R1, R2, R15)

${section(load, (one) => [
  [
    'time, spans/s wanted and sent, logs/s',
    `${one.minutes} min, ${one.wantedSpansPerSecond}, ${one.spansPerSecond}, ${one.logsPerSecond}`,
  ],
  ['acknowledged spans; log lines', `${one.acknowledged.spans}; ${one.acknowledged.logs}`],
  ['lost spans; log lines (acknowledged less stored)', `${one.lost.spans}; ${one.lost.logs}`],
  ['answered with 503 and sent again', one.refusedAndRepeated],
  [
    'acknowledged after, p50 / p99 / longest, which was in the ten seconds from',
    `${ms(one.ackMs.p50, one.ackMs.p99, one.ackMs.max)}, ${one.ackMs.maxAfterS} s`,
  ],
  ['  the machine itself stood still for, at the longest', ms(one.machine.stoodStillMs)],
  [
    '  of ten seconds, its host took from it, and all waited for its disk: then; at the most',
    [one.machine.atLongestWait, one.machine.most].map(taken).join('; '),
  ],
  [
    'memory of the collector, highest; slope after the first third',
    `${one.memoryMb} MB; ${one.memorySlopeMbPerMinute} MB/min`,
  ],
  ['largest write-ahead log', `${one.largestWalMb} MB`],
  [
    'overview asked every 2 s meanwhile, p50 / p95 / longest; failed',
    `${ms(one.overviewMs.p50, one.overviewMs.p95, one.overviewMs.max)}; ${one.overviewMs.failed}`,
  ],
  ['bytes on disk for a span with its logs and indexes', one.bytesPerSpan],
])}

## Soak (R2)

${section(soak, (one) => [
  [
    'time, spans/s sent; acknowledged spans, lost',
    `${one.minutes} min, ${one.spansPerSecond}; ${one.acknowledged.spans}, ${one.lost.spans}`,
  ],
  [
    'six lists in turn, one every 2 s, p50 / p95 / longest: in the second sixth of the time',
    ms(...Object.values(one.lookedMs.early)),
  ],
  [
    '  in the last sixth; failed of all',
    `${ms(...Object.values(one.lookedMs.late))}; ${one.overviewMs.failed}`,
  ],
  [
    'memory of the collector, highest; slope after the first third; largest write-ahead log',
    `${one.memoryMb} MB; ${one.memorySlopeMbPerMinute} MB/min; ${one.largestWalMb} MB`,
  ],
])}

## Locked, full, stopped, slow, overrun, without power, at another time

${section(locked, (one) => [
  [`R7: the database locked by another process for ${one.seconds} s; answers`, answers(one.answers)],
  [
    '  longest wait; reads meanwhile; takes again after',
    `${ms(one.longestWaitMs)}; ${answers(one.readsMeanwhile)}; ${ms(one.takesAgainAfterMs)}`,
  ],
])}
${rowsOf('R6: disk full', disk, (one) =>
  one.megabytes === undefined
    ? [['R6: disk full', 'no small file system can be mounted here']]
    : [
        [`R6: a disk of ${one.megabytes} MB full; answers`, answers(one.answers)],
        [
          '  reads meanwhile; takes again after space came back; lost',
          `${answers(one.readsMeanwhile)}; ${ms(one.takesAgainAfterMs)}; ${one.lost}`,
        ],
      ],
)}
${rowsOf('R10: SIGTERM', stop, (one) => [
  [
    'R10: SIGTERM under load: ended after, with code; acknowledged, lost',
    `${ms(one.exitMs)}, ${one.exitCode}; ${one.acknowledged}, ${one.lost}`,
  ],
])}
${rowsOf('R9: slow connections', slow, (one) => [
  [
    `R9: ${one.sockets} connections that send a byte every 5 s, for ${one.seconds} s; cut, the first after`,
    `${one.cut}, ${one.firstCutAfterS} s`,
  ],
  ['  p99 of a healthy sender alone / beside them', ms(one.ackP99Ms.alone, one.ackP99Ms.beside)],
])}
${rowsOf('R3: overrun', overload, (one) => [
  [
    `R3: ${one.connections} connections that never wait, for ${one.seconds} s; spans/s; answered with 503 (nothing else but 200 came)`,
    `${one.spansPerSecond}; ${one.refusedAndRepeated}`,
  ],
  [
    '  memory of the collector, highest; takes again after; lost',
    `${one.memoryMb} MB; ${ms(one.backAfterMs)}; ${one.lost}`,
  ],
])}
${rowsOf('R5: the power cut', power, (one) =>
  one.cuts === undefined
    ? [['R5: the power cut', 'no file system that can be stopped can be made here']]
    : [
        [
          `R5: the file system stopped ${one.cuts} times under load, as by a power cut: what no sync brought to the disk is gone`,
          '`integrity_check` ok after each',
        ],
        [
          '  acknowledged; lost; slowest start after it, dashboard included',
          `${one.acknowledged}; ${one.lost}; ${ms(one.slowestReadyMs)}`,
        ],
      ],
)}
${rowsOf('R17: the clock of the host set', clock, (one) =>
  one.jumps === undefined
    ? [['R17: the clock of the host set', 'there is no libfaketime here']]
    : [
        [
          `R17: the clock of the host set to ${one.jumps.join(', ')} for ${one.secondsEach} s each, telemetry kept for 30 days; answers`,
          answers(one.answers),
        ],
        [
          '  reads meanwhile; rules evaluated behind, at most; acknowledged, lost',
          `${answers(one.readsMeanwhile)}; ${Math.round(one.rulesBehindSeconds)} s; ${one.acknowledged}, ${one.lost}`,
        ],
      ],
)}
${rowsOf('R18: a large file', large, (one) =>
  one.gibibytes === undefined
    ? [['R18: a large file', 'the disk has no room for it']]
    : [
        [
          `R18: killed over a database of ${one.gibibytes} GiB: ready after, dashboard included; lost of ${one.spans} spans`,
          `${ms(one.readyMs)}; ${one.lost}`,
        ],
        ['  its lists and the overview, p50 / p95', ms(one.listsMs.p50, one.listsMs.p95)],
      ],
)}
${rowsOf('R14: a month of telemetry removed', old, (one) => [
  [
    `R14: ${one.invocations} old invocations, of which ${one.removedByAge} went by age and ${one.removedBySize} by size under load, in`,
    `${one.byAgeS} s and ${one.bySizeS} s`,
  ],
  [
    '  acknowledged after, p99: nothing to remove / by age / by size',
    ms(one.ackP99Ms.alone, one.ackP99Ms.byAge, one.ackP99Ms.bySize),
  ],
  [
    '  the file before / afterwards; older ones left; acknowledged spans lost',
    `${one.fileMb.before} / ${one.fileMb.after} MB; ${one.olderLeft}; ${one.lost}`,
  ],
])}

## Shapes of data and malformed input

${
  tests?.rows
    ? table(
        ['', 'what', 'tests passed'],
        tests.rows.map(({ id, what, passed, all }) => [id, what, `${passed} of ${all}`]),
      )
    : problem(tests)
}

## Measured when, and on what

The load average is that before and after a phase, its own work included.

${table(
  ['', 'form', 'date', 'commit', 'machine', 'load average up to'],
  Object.entries(results).map(([name, { isLong, load: busy, measured }]) => [
    name,
    isLong ? 'long' : 'short',
    measured?.date,
    measured?.commit,
    measured?.machine,
    busy,
  ]),
)}

## What is not shown

A disk that says it wrote what it did not (R5): what stops in the test is the file system; the disk below it goes on.
`;
}

function section(result, rows) {
  return result?.ok ? table(['', ''], known(rows(result))) : problem(result);
}

/** Rows that go on the table above; one with the name where there is nothing to tell. */
function rowsOf(name, result, rows) {
  const own = result?.ok ? known(rows(result)) : [[name, problem(result)]];
  return own.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const known = (rows) => rows.filter(([, value]) => value !== undefined);
const problem = (result) => (result ? `FAILED: ${String(result.failed).split('\n')[0]}` : NO_ROWS);
const ms = (...values) => `${values.map((value) => Math.round(value)).join(' / ')} ms`;
const taken = ({ stolen, diskMs }) =>
  `${stolen == null ? 'not told' : `${Math.round(stolen * 100)} %`} and ${diskMs == null ? 'not told' : ms(diskMs)}`;
const answers = (counts) =>
  Object.entries(counts)
    .map(([status, count]) => `${count} x ${status}`)
    .join(', ');
