export const VIEWS = ['waterfall', 'flame', 'table'] as const;
export type TraceViewName = (typeof VIEWS)[number];

export const SORT_KEYS = ['name', 'service', 'offsetMs', 'durationMs', 'selfMs', 'status'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** A stretch of the time axis, in milliseconds after the trace's start. */
export interface Zoom {
  readonly startMs: number;
  readonly endMs: number;
}

/** What of a trace is looked at, and how; all of it lives in the URL. */
export interface TraceState {
  readonly view: TraceViewName;
  /** The span whose details are open. */
  readonly span: string | null;
  /** What is searched for; '' for nothing. */
  readonly find: string;
  readonly errorsOnly: boolean;
  /** Spans deeper than this many levels are folded away; null shows all. */
  readonly level: number | null;
  /** Null shows all of the time. */
  readonly zoom: Zoom | null;
  readonly sort: { readonly by: SortKey; readonly descending: boolean };
}

const LONGEST_SEARCH = 200;
const BY_START = { by: 'offsetMs', descending: false } as const;

/** Reads the state; what makes no sense is as if it were absent. */
export function readTraceState(params: URLSearchParams): TraceState {
  const level = Number(params.get('level') ?? Number.NaN);
  return {
    view: VIEWS.find((view) => view === params.get('view')) ?? 'waterfall',
    span: params.get('span') || null,
    find: (params.get('find') ?? '').slice(0, LONGEST_SEARCH),
    errorsOnly: params.get('errors') === 'only',
    level: Number.isInteger(level) && level >= 0 ? level : null,
    zoom: readZoom(params.get('zoom')),
    sort: readSort(params.get('sort')),
  };
}

/** The parameters with a part of the state changed; what is as it begins is left out. */
export function writeTraceState(params: URLSearchParams, change: Partial<TraceState>): URLSearchParams {
  const next = new URLSearchParams(params);
  const { view, span, find, errorsOnly, level, zoom, sort } = { ...readTraceState(params), ...change };
  const put = (name: string, value: string | null) =>
    value === null || value === '' ? next.delete(name) : next.set(name, value);
  put('view', view === 'waterfall' ? null : view);
  put('span', span);
  put('find', find);
  put('errors', errorsOnly ? 'only' : null);
  put('level', level === null ? null : String(level));
  put('zoom', zoom === null ? null : `${rounded(zoom.startMs)}_${rounded(zoom.endMs)}`);
  const isByStart = sort.by === BY_START.by && !sort.descending;
  put('sort', isByStart ? null : `${sort.descending ? '-' : ''}${sort.by}`);
  return next;
}

function readZoom(text: string | null): Zoom | null {
  const [startMs = Number.NaN, endMs = Number.NaN] = (text ?? '').split('_').map(Number);
  return Number.isFinite(startMs) && Number.isFinite(endMs) && endMs > startMs ? { startMs, endMs } : null;
}

function readSort(text: string | null): TraceState['sort'] {
  const descending = text?.startsWith('-') === true;
  const by = SORT_KEYS.find((key) => key === text?.replace('-', ''));
  return by === undefined ? BY_START : { by, descending };
}

/** To the microsecond, the resolution that spans have. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
