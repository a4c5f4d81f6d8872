import { type ErrorState, stateOf } from '@/core/model/errors/state';
import type { ErrorDetailView, ErrorView, PageView } from '@/core/model/views';
import type { TriageState } from '@/core/settings/settings';
import { services } from './door';
import { toRange } from './inputs/fields';
import { errorSchema, errorsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toErrorTriage, toErrorView } from './views/errors';
import { isoTime } from './views/time';

export interface ErrorInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
}

export interface ErrorsInput extends ErrorInput {
  readonly traceId?: string;
  readonly q?: string;
  readonly state?: ErrorState | 'unresolved';
  /** Only groups whose first error ever lies in the range. */
  readonly beganInRange?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

/** How many pages of groups are read: states are settings, which the store does not know. */
const MOST_READS = 20;

/**
 * Error groups by their last error, newest first. With a state, a page may have fewer than the limit and still be
 * followed by another.
 */
export async function listErrors(input: ErrorsInput): Promise<PageView<ErrorView>> {
  const { reader, settings, now } = await services();
  const { from, to, state, limit, cursor, ...filters } = parseInput(errorsSchema, input);
  const range = toRange({ from, to }, now());
  const items: ErrorView[] = [];
  let next = cursor ?? null;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const at = next === null ? {} : { cursor: next };
    const page = await reader.errors({ range, ...filters, ...at, limit: limit - items.length });
    const decided =
      page.items.length === 0
        ? []
        : await settings.getTriage(page.items.map(({ fingerprint }) => fingerprint));
    const triage = new Map(decided.map((one) => [one.fingerprint, one]));
    const views = page.items.map((row) => toErrorView(row, triage.get(row.fingerprint) ?? null));
    items.push(...views.filter((view) => isIn(view.state, state)));
    next = page.nextCursor;
    if (next === null || items.length >= limit) break;
  }
  return { items, nextCursor: next };
}

function isIn(state: ErrorState, wanted: ErrorsInput['state']): boolean {
  if (wanted === 'unresolved') return state === 'open' || state === 'regressed';
  return wanted === undefined || state === wanted;
}

const MOST_OCCURRENCES = 10;

/** One group; null if no error has the fingerprint. */
export async function getError({
  fingerprint,
  ...input
}: ErrorInput & { readonly fingerprint: string }): Promise<ErrorDetailView | null> {
  const { reader, settings, now } = await services();
  const { from, to, ...query } = parseInput(errorSchema, input);
  const row = await reader.error({ fingerprint, range: toRange({ from, to }, now()), ...query });
  if (row === null) return null;
  const [triage = null] = await settings.getTriage([fingerprint]);
  const series = row.series.map(({ t, count }) => ({ t: isoTime(t), count }));
  const occurrences = await reader.errorOccurrences({ fingerprint, limit: MOST_OCCURRENCES });
  return {
    ...toErrorView(row, triage),
    series,
    occurrences: occurrences.map(({ time, ...one }) => ({ ...one, time: isoTime(time) })),
  };
}

/** Records a triage decision on a group and returns its new state; null if no error has the fingerprint. */
export async function triageError(
  fingerprint: string,
  state: TriageState,
): Promise<{ readonly fingerprint: string; readonly state: ErrorState; readonly changedAt: string } | null> {
  const { reader, settings, now } = await services();
  const row = await reader.error({ fingerprint, range: { fromMs: now(), toMs: now() + 1 } });
  if (row === null) return null;
  const triage = await settings.setTriage({ fingerprint, state });
  return { fingerprint, state: stateOf(row, toErrorTriage(triage)), changedAt: isoTime(triage.changedAt) };
}
