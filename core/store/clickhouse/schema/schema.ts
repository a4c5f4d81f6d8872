import { DAY_NS, dayOfPart } from '../days';
import {
  BULLETIN,
  type Columns,
  DAY_MADE,
  DELETED,
  DELETION,
  DUE,
  ERROR_SEEN,
  INSTANCE_FACT,
  INVOCATION,
  KEY_USE,
  LOG,
  LOOK,
  PLATFORM_COUNT,
  PROGRESS,
  PROMOTED,
  REJECTED,
  SAID,
  SPAN,
  TRACE,
  TRACE_ERROR,
} from './columns';
import { DAY_CALL, DAY_FIGURE, HOUR_CALL, HOUR_COUNT, HOUR_FIGURE } from './hour-columns';
import { keptTable, type Layout, onCluster } from './layout';

/** What is released is never edited: a change is a step of its own, at the end. */
const STEPS: readonly ((layout: Layout) => readonly string[])[] = [
  (layout) => [
    ...table(
      layout,
      'span',
      SPAN,
      'ReplacingMergeTree(version)',
      'trace_id, span_id',
      [
        'INDEX span_time (start_ns) TYPE minmax',
        'INDEX span_id_filter (span_id) TYPE bloom_filter',
        'INDEX span_texts (mapKeys(texts), mapValues(texts)) TYPE bloom_filter',
        'INDEX span_links (linked_traces) TYPE bloom_filter',
      ],
      byDay(dayOf('start_ns')),
    ),
    ...table(
      layout,
      'log',
      [...LOG, ['arrived', 'DateTime64(9) DEFAULT now64(9)']],
      'ReplacingMergeTree',
      'time_ns, id',
      [
        'INDEX log_id (id) TYPE bloom_filter',
        'INDEX log_trace (trace_id) TYPE bloom_filter',
        'INDEX log_words (words) TYPE bloom_filter',
        'INDEX log_arrived (arrived) TYPE minmax',
      ],
      { ...byDay(dayOf('time_ns')), shardedBy: "if(trace_id = '', id, trace_id)" },
    ),
    ...table(
      layout,
      'trace',
      [
        ...TRACE,
        ['derived', 'DateTime64(9) DEFAULT now64(9)'],
        ...arrays('inv', INVOCATION),
        ...arrays('err', TRACE_ERROR),
      ],
      'ReplacingMergeTree(version)',
      'trace_id, part',
      [
        'INDEX trace_time (start_ns) TYPE minmax',
        'INDEX trace_derived (derived) TYPE minmax',
        'INDEX trace_requests (requests) TYPE bloom_filter',
        'INDEX trace_id_filter (trace_id) TYPE bloom_filter',
      ],
      byDay('day'),
    ),
    ...table(layout, 'environment', [['name', 'String']], 'ReplacingMergeTree', 'name', []),
    ...table(layout, 'bulletin', BULLETIN, 'ReplacingMergeTree(version)', 'name', []),
    ...table(layout, 'key_use', KEY_USE, 'AggregatingMergeTree', 'key_id', []),
    ...table(layout, 'rejected', REJECTED, 'MergeTree', 'at_ms, collector', [], { after: 'TTL until' }),
    ...table(layout, 'said', SAID, 'ReplacingMergeTree', 'request_id, piece', []),
    ...table(layout, 'due', DUE, 'ReplacingMergeTree', 'due_ms, request_id', []),
    ...table(layout, 'look', LOOK, 'ReplacingMergeTree', 'policy, due_ms, trace_id', [], {
      shardedBy: 'trace_id',
    }),
    ...table(layout, 'progress', PROGRESS, 'ReplacingMergeTree(value)', 'name', []),
    ...table(
      layout,
      'instance_fact',
      INSTANCE_FACT,
      'ReplacingMergeTree',
      'function_name, from_ns, piece',
      [],
    ),
    ...table(
      layout,
      'platform_count',
      PLATFORM_COUNT,
      'ReplacingMergeTree(value)',
      'function_name, feed, provider, account_id, region, environment, is_throttles, stream, minute',
      [],
    ),
    ...table(layout, 'error_seen', ERROR_SEEN, 'AggregatingMergeTree', 'fingerprint', []),
    ...table(layout, 'promoted', PROMOTED, 'ReplacingMergeTree(version)', 'key', []),
    ...table(layout, 'deletion', DELETION, 'ReplacingMergeTree(version)', 'id', []),
    ...table(layout, 'deleted', DELETED, 'ReplacingMergeTree', 'key', [], { after: 'TTL until' }),
    ...table(
      layout,
      'hour_figure',
      [...HOUR_FIGURE, DAY],
      'ReplacingMergeTree(figure_invocations)',
      'function_id, version, memory_mb, start_ns',
      [],
    ),
    ...table(
      layout,
      'day_figure',
      [...DAY_FIGURE, DAY],
      'ReplacingMergeTree',
      'start_ns, made, function_id, version, memory_mb',
      [],
    ),
    ...table(
      layout,
      'day_call',
      [...DAY_CALL, DAY],
      'ReplacingMergeTree',
      'start_ns, made, function_id, dependency',
      [],
    ),
    ...table(layout, 'day_made', DAY_MADE, 'ReplacingMergeTree(made)', 'day', []),
    ...table(
      layout,
      'hour_call',
      [...HOUR_CALL, DAY],
      'ReplacingMergeTree(told)',
      'function_id, dependency, start_ns',
      [],
    ),
    ...table(
      layout,
      'hour_count',
      HOUR_COUNT,
      'ReplacingMergeTree(more)',
      'function_name, feed, provider, account_id, region, environment, is_throttles, minute',
      [],
    ),
    view(layout, 'invocation', 'inv', INVOCATION),
    view(layout, 'error', 'err', TRACE_ERROR),
  ],
];

/** How many steps there are: the version that this program needs. */
export const SCHEMA_VERSION = STEPS.length;

/** The statements of one step, from 1. */
export function schemaStep(step: number, layout: Layout): readonly string[] {
  return STEPS[step - 1]?.(layout) ?? [];
}

export const VERSION_TABLE = 'schema_version';

export function versionTable(layout: Layout): readonly string[] {
  return table(layout, VERSION_TABLE, [['version', 'UInt32']], 'ReplacingMergeTree', 'version', []);
}

/** What stands around the key of a table. */
interface Clauses {
  readonly partition?: string;
  readonly after?: string;
  /** What tells the shard of a row: nothing but parts of its identity. The first column of the key unless told. */
  readonly shardedBy?: string;
}

function dayOf(column: string): string {
  return `intDiv(${column}, ${DAY_NS})`;
}

/** What is asked of invocations is asked of hours, too. */
const DAY: Columns[number] = ['day', `Int64 ALIAS ${dayOf('start_ns')}`];

/** Days go as a whole; one that is over is merged once more, which frees what was replaced or removed in it. */
function byDay(day: string): Clauses {
  return {
    partition: `PARTITION BY ${day} `,
    after: 'SETTINGS min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1',
  };
}

/** The statements that make a table: on a cluster its part on every replica of every shard, and what stands in front of them. */
function table(
  layout: Layout,
  name: string,
  columns: Columns,
  engine: string,
  key: string,
  indexes: readonly string[],
  { partition = '', after = '', shardedBy = key.split(', ')[0] }: Clauses = {},
): readonly string[] {
  const parts = [
    ...columns.map(([column, type]) => `\`${column}\` ${type}`),
    ...indexes.map((index) => `${index} GRANULARITY 1`),
  ];
  const kept = layout.cluster === null ? engine : `Replicated${engine}`;
  const made = `CREATE TABLE IF NOT EXISTS \`${keptTable(layout, name)}\`${onCluster(layout)} (\n  ${parts.join(',\n  ')}\n) ENGINE = ${kept} ${partition}ORDER BY (${key}) ${after}`;
  if (layout.cluster === null) return [made];
  const front = columns.map(([column, type]) => `\`${column}\` ${type.replace(/ CODEC\(.*\)$/, '')}`);
  // Versions of one identity are on one shard, where alone they are folded.
  return [
    made,
    `CREATE TABLE IF NOT EXISTS \`${name}\`${onCluster(layout)} (\n  ${front.join(',\n  ')}\n) ENGINE = Distributed('${layout.cluster}', currentDatabase(), '${keptTable(layout, name)}', cityHash64(${shardedBy}))`,
  ];
}

/** Arrays of equal length, so that all that is derived of a trace is one row, which is replaced as a whole. */
function arrays(prefix: string, columns: Columns): Columns {
  return columns.map(([name, type]) => [`${prefix}.${name}`, `Array(${type})`]);
}

/** The elements of the arrays as rows. */
function view(layout: Layout, name: string, prefix: string, columns: Columns): string {
  const names = columns.map(([column]) => `\`${column}\``);
  const joined = columns.map(([column]) => `\`${prefix}.${column}\` AS \`${prefix}_${column}\``);
  const chosen = columns.map(([column], index) => `\`${prefix}_${column}\` AS ${names[index]}`);
  return `CREATE VIEW IF NOT EXISTS \`${name}\`${onCluster(layout)} AS
SELECT trace_id, ${dayOfPart()} AS day, ${chosen.join(', ')}
FROM trace FINAL ARRAY JOIN ${joined.join(', ')}`;
}
