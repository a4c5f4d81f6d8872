import type { SeriesSpec } from '../../_components/charts/series';

/** The loudest at the top. */
export const SEVERITY_SERIES = [
  { key: 'unset', label: 'without severity', color: 'var(--t-fg-faint)', kind: 'bar' },
  { key: 'trace', label: 'trace', color: 'var(--t-fg-faint)', kind: 'bar' },
  { key: 'debug', label: 'debug', color: 'var(--c-p95)', kind: 'bar' },
  { key: 'info', label: 'info', color: 'var(--c-ok)', kind: 'bar' },
  { key: 'warn', label: 'warn', color: 'var(--c-warn)', kind: 'bar' },
  { key: 'error', label: 'error', color: 'var(--c-error)', kind: 'bar' },
  { key: 'fatal', label: 'fatal', color: 'var(--c-p99)', kind: 'bar' },
] as const satisfies readonly SeriesSpec[];
