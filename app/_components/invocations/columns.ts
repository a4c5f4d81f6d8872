import type { ColumnName } from '../columns/chosen-columns';

/** The columns that the table of invocations can show, in order. */
export const INVOCATION_COLUMNS = [
  { key: 'time', label: 'Time' },
  { key: 'function', label: 'Function' },
  { key: 'outcome', label: 'Outcome' },
  { key: 'duration', label: 'Duration' },
  { key: 'init', label: 'Init' },
  { key: 'billed', label: 'Billed' },
  { key: 'memory', label: 'Memory' },
  { key: 'cost', label: 'Cost' },
  { key: 'version', label: 'Version' },
  { key: 'trigger', label: 'Trigger' },
  { key: 'environment', label: 'Environment' },
  { key: 'request', label: 'Request id' },
  { key: 'error', label: 'Error' },
] as const satisfies readonly ColumnName[];

export type InvocationColumn = (typeof INVOCATION_COLUMNS)[number]['key'];

/** The columns that link to an invocation. */
export const INVOCATION_LINKS: readonly InvocationColumn[] = ['time', 'request'];

/** The columns that fit beside facets. */
export const LIST_COLUMNS: readonly InvocationColumn[] = [
  'time',
  'function',
  'outcome',
  'duration',
  'init',
  'cost',
  'error',
];

export const USUAL_COLUMNS: readonly InvocationColumn[] = [
  'time',
  'function',
  'outcome',
  'duration',
  'init',
  'memory',
  'cost',
  'error',
];
