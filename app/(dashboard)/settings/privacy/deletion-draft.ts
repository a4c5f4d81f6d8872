/** What a deletion may be about. */
export const WHATS = [
  { id: 'attribute', label: 'what has an attribute' },
  { id: 'trace', label: 'one trace' },
  { id: 'function', label: 'one function' },
  { id: 'time', label: 'everything of a time' },
] as const;

export interface DeletionDraft {
  readonly what: (typeof WHATS)[number]['id'];
  readonly traceId: string;
  readonly functionId: string;
  readonly key: string;
  readonly value: string;
  /** As `datetime-local` has it, in the zone of the browser. */
  readonly from: string;
  readonly to: string;
}

export const NEW_DELETION: DeletionDraft = {
  what: 'attribute',
  traceId: '',
  functionId: '',
  key: '',
  value: '',
  from: '',
  to: '',
};

/** The draft as the API takes it. */
export function bodyOf({ what, traceId, functionId, key, value, from, to }: DeletionDraft) {
  if (what === 'trace') return { traceId: traceId.trim() };
  const time = { from: instant(from), to: instant(to) };
  if (what === 'function') return { ...time, functionId: functionId.trim() };
  return what === 'attribute' ? { ...time, attribute: { key, value } } : time;
}

export function previewText({
  traces,
  looseLogs,
  exact,
}: {
  readonly traces: number;
  readonly looseLogs: number;
  readonly exact: boolean;
}): string {
  if (exact && traces + looseLogs === 0) return 'Nothing fits.';
  const count = (number: number, one: string) =>
    `${number.toLocaleString('en-US')} ${one}${number === 1 ? '' : 's'}`;
  return `${exact ? '' : 'At least '}${count(traces, 'trace')} with all that is in them, and ${count(looseLogs, 'log line')} without a trace.`;
}

function instant(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
