// What each danger is shown by: unit tests that every commit passes, and tests of real processes.

/** By the number of the danger: what it is, and the files that run for it. */
export const UNIT_TESTS = [
  [
    'D1',
    'delivered again',
    [
      'collector/otlp/resend.test.ts',
      'core/store/sqlite/sqlite.test.ts',
      'core/store/sqlite/log-batch.test.ts',
    ],
  ],
  [
    'D2',
    'out of order, late, in pieces',
    ['core/store/sqlite/sqlite.test.ts', 'collector/ingest/executions.test.ts'],
  ],
  ['D3, D4', 'orphans, cycles, two roots, ids used twice', ['core/model/trace-view']],
  [
    'D5, D6',
    'clocks that are wrong, times of other centuries',
    [
      'collector/otlp/limits.test.ts',
      'collector/ingest/serve-ingest.test.ts',
      'core/model/batch-until.test.ts',
      'core/model/trace-view',
    ],
  ],
  ['D7', 'traces of 10,000 spans and more', ['core/store/sqlite/sqlite.test.ts', 'core/model/trace-view']],
  [
    'D8, D9',
    'attributes and texts of every kind',
    [
      'core/store/sqlite/block/wild-content.test.ts',
      'core/model/hostile-attributes.test.ts',
      'collector/otlp/limits.test.ts',
    ],
  ],
  ['D10', 'names that are missing, empty or of another type', ['core/model/recognise.test.ts']],
  ['D11', 'many names', ['collector/otlp/text-cache.test.ts', 'collector/otlp/attribute-cache.test.ts']],
  [
    'M',
    'malformed transport, protobuf, JSON, bombs; mutations',
    ['collector/http/corpora', 'collector/otlp/fuzz.test.ts', 'collector/otlp/metric-fuzz.test.ts'],
  ],
  ['R7', 'database locked', ['collector/ingest/ingest.test.ts']],
  ['R8', 'readers that hold the log', ['core/store/sqlite/wal-bound.test.ts']],
  ['R12', 'migrations, also killed in the middle', ['core/database/migrate.test.ts']],
  ['R13', 'damaged files', ['core/database/open.test.ts', 'core/store/sqlite/check/check-file.test.ts']],
  ['R14', 'retention by age and size', ['core/store/sqlite/retention']],
  ['R15', 'a query with a deadline', ['core/data/data.test.ts']],
  [
    'R17',
    'clock of the host',
    ['core/alerts/due.test.ts', 'core/alerts/evaluate.test.ts', 'core/alerts/crash.test.ts'],
  ],
];

/** Files of e2e/ whose tests print a line `reliability: {...}` or are named in it. */
export const PROCESS_TESTS = [
  'kills.spec',
  'durability.spec',
  'tidying-kills.spec',
  'operators.spec',
  'cluster.spec',
];
