const is = (wanted) => (value) => value === wanted;
const most = (limit) => (value) => value <= limit;
const only =
  (...statuses) =>
  (counts) =>
    Object.keys(counts).every((status) => statuses.includes(status));

/** What a steady load lasts that can show memory growing. */
export const LONG_LOAD_MINUTES = 30;

/** What must hold: the danger, the line, the figure of a phase, and whether it holds; `soft` ones depend on the machine. */
const LINES = [
  ['R4', 'killed: nothing acknowledged is lost or counted twice', ({ kills }) => kills?.kills?.lost, is(0)],
  [
    'R4',
    'killed: takes telemetry again within 5 s',
    ({ kills }) => kills?.kills?.slowestReadyMs,
    most(5_000),
    'soft',
  ],
  [
    'R4',
    'one of two collectors killed: nothing acknowledged is lost',
    ({ kills }) => kills?.cluster?.lost,
    is(0),
  ],
  [
    'R4',
    'one of two collectors killed: nothing is counted twice',
    ({ kills }) => kills?.cluster?.twice,
    is(0),
  ],
  [
    'R11',
    'backups under load: nothing acknowledged before is missing',
    ({ kills }) => kills?.backups?.missing,
    is(0),
  ],
  ['R1', 'steady load: no span is lost', ({ load }) => load?.lost?.spans, is(0)],
  ['R1', 'steady load: no log line is lost', ({ load }) => load?.lost?.logs, is(0)],
  [
    'R1',
    'steady load: p99 of the acknowledgement at most 300 ms',
    ({ load }) => load?.ackMs?.p99,
    most(300),
    'soft',
  ],
  ['R1', 'steady load: at most 512 MB', ({ load }) => load?.memoryMb, most(512), 'soft'],
  [
    'R1',
    'steady load: grows by less than 1 MB/min, which takes half an hour to tell',
    ({ load }) => (load?.minutes >= LONG_LOAD_MINUTES ? load.memorySlopeMbPerMinute : undefined),
    most(1),
    'soft',
  ],
  ['R1', 'steady load: write-ahead log at most 256 MB', ({ load }) => load?.largestWalMb, most(256)],
  [
    'R2',
    'steady load: p95 of the overview at most 1 s',
    ({ load }) => load?.overviewMs?.p95,
    most(1_000),
    'soft',
  ],
  ['R2', 'soak: no span is lost', ({ soak }) => soak?.lost?.spans, is(0)],
  [
    'R2',
    'soak: p95 of what is looked at in the end at most 1 s',
    ({ soak }) => soak?.lookedMs?.late?.p95,
    most(1_000),
    'soft',
  ],
  [
    'R2',
    'soak: p95 of what is looked at in the end at most a fifth above that in the beginning',
    ({ soak }) => soak && soak.lookedMs.late.p95 / soak.lookedMs.early.p95,
    most(1.2),
    'soft',
  ],
  ['R7', 'locked: 200 or 503, nothing else', ({ locked }) => locked?.answers, only('200', '503')],
  ['R7', 'locked: reads go on', ({ locked }) => locked?.readsMeanwhile, only('200')],
  ['R6', 'disk full: 200 or 503, nothing else', ({ disk }) => disk?.answers, only('200', '503')],
  ['R6', 'disk full: reads and rules go on', ({ disk }) => disk?.readsMeanwhile, only('200')],
  ['R6', 'disk full of telemetry: rules can still be made', ({ disk }) => disk?.changesMeanwhile, is(201)],
  [
    'R6',
    'disk full: takes again within 30 s after space came back',
    ({ disk }) => disk?.takesAgainAfterMs,
    most(30_000),
  ],
  ['R6', 'disk full: nothing acknowledged is lost', ({ disk }) => disk?.lost, is(0)],
  ['R10', 'stopped: ends within 10 s', ({ stop }) => stop?.exitMs, most(10_000)],
  ['R10', 'stopped: nothing acknowledged is lost', ({ stop }) => stop?.lost, is(0)],
  [
    'R9',
    'slow clients: every one is cut within a minute',
    ({ slow }) => slow && slow.sockets - slow.cut,
    is(0),
  ],
  ['R3', 'overrun: nothing acknowledged is lost', ({ overload }) => overload?.lost, is(0)],
  ['R3', 'overrun: normal again within 10 s', ({ overload }) => overload?.backAfterMs, most(10_000)],
  ['R5', 'power cut: nothing acknowledged is lost', ({ power }) => power?.lost, is(0)],
  ['R17', 'clock set: nothing but 200', ({ clock }) => clock?.answers, only('200')],
  ['R17', 'clock set: reads go on', ({ clock }) => clock?.readsMeanwhile, only('200')],
  [
    'R17',
    'clock set: rules are evaluated within two minutes',
    ({ clock }) => clock?.evaluatedInTime,
    is(true),
  ],
  ['R17', 'clock set, by 400 days too: nothing acknowledged is lost', ({ clock }) => clock?.lost, is(0)],
  ['R14', 'retention under load: nothing older than the floor is left', ({ old }) => old?.olderLeft, is(0)],
  ['R14', 'retention under load: nothing acknowledged is lost', ({ old }) => old?.lost, is(0)],
  ['R14', 'retention under load: the file is smaller afterwards', ({ old }) => old?.fileShrank, is(true)],
  [
    'R14',
    'retention under load: p99 of the acknowledgement at most twice that without',
    ({ old }) => old && Math.max(old.ackP99Ms.byAge, old.ackP99Ms.bySize) / old.ackP99Ms.alone,
    most(2),
    'soft',
  ],
  ['R18', 'large file: nothing acknowledged is lost by a kill', ({ large }) => large?.lost, is(0)],
  ['R18', 'large file: ready within 5 s of a kill', ({ large }) => large?.readyMs, most(5_000), 'soft'],
  ['R18', 'large file: p95 of lists at most 1 s', ({ large }) => large?.listsMs?.p95, most(1_000), 'soft'],
];

/** The lines whose figures were measured. */
export function judged(results) {
  const ran = Object.fromEntries(Object.entries(results).filter(([, { ok }]) => ok));
  return LINES.map(([id, line, figure, holds, soft]) => ({
    id,
    line,
    figure: figure(ran),
    holds,
    isSoft: soft === 'soft',
  }))
    .filter(({ figure }) => figure !== undefined && figure !== null)
    .map((one) => ({ ...one, held: one.holds(one.figure) }));
}
