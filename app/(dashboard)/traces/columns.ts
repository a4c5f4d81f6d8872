import type { ColumnName } from '../../_components/columns/chosen-columns';

/** What the table of traces can show, in its order. */
export const TRACE_COLUMNS = [
  { key: 'time', label: 'Time' },
  { key: 'root', label: 'Root' },
  { key: 'functions', label: 'Functions' },
  { key: 'duration', label: 'Duration' },
  { key: 'spans', label: 'Spans' },
  { key: 'errors', label: 'Errors' },
  { key: 'cost', label: 'Cost' },
  { key: 'id', label: 'Trace id' },
] as const satisfies readonly ColumnName[];

/** Those that lead to a trace. */
export const TRACE_LINKS = ['time', 'root', 'id'] as const;

export const USUAL_TRACE_COLUMNS = TRACE_COLUMNS.map(({ key }) => key).filter((key) => key !== 'id');
