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
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Groups of errors by their last one, newest first. */
export async function listErrors(input: ErrorsInput): Promise<PageView<ErrorView>> {
  const { reader, settings, now } = await services();
  const { from, to, ...query } = parseInput(errorsSchema, input);
  const { items, nextCursor } = await reader.errors({ range: toRange({ from, to }, now()), ...query });
  const decided = await settings.getTriage(items.map(({ fingerprint }) => fingerprint));
  const triage = new Map(decided.map((one) => [one.fingerprint, one]));
  return { items: items.map((row) => toErrorView(row, triage.get(row.fingerprint) ?? null)), nextCursor };
}

/** One group; null when no error has the fingerprint. */
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
  return { ...toErrorView(row, triage), series };
}

/** Decides about a group, and answers its state then; null when no error has the fingerprint. */
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
