import { type ErrorTriage, stateOf } from '@/core/model/errors/state';
import { formatPicoUsd } from '@/core/model/money';
import type { ErrorView } from '@/core/model/views';
import type { Triage } from '@/core/settings/settings';
import type { ErrorRow } from '@/core/store/errors';
import { isoTime } from './time';

/** An error group with its state, which follows from its triage decision (null: none yet). */
export function toErrorView(row: ErrorRow, triage: Triage | null): ErrorView {
  return {
    fingerprint: row.fingerprint,
    type: row.type,
    message: row.message,
    culprit: row.culprit,
    state: stateOf(row, triage && toErrorTriage(triage)),
    count: row.count,
    trend: row.trend,
    invocations: row.invocations,
    costUsd: row.cost === null ? null : formatPicoUsd(row.cost),
    firstSeen: isoTime(row.firstSeen),
    lastSeen: isoTime(row.lastSeen),
    functions: row.functions,
    versions: row.versions.map(({ version, count, firstSeen, lastSeen }) => ({
      version,
      count,
      firstSeen: isoTime(firstSeen),
      lastSeen: isoTime(lastSeen),
    })),
    versionsDropped: row.versionsDropped,
    sampleTraceIds: row.sampleTraceIds,
  };
}

export function toErrorTriage({ state, changedAt }: Triage): ErrorTriage {
  return { state, atMs: changedAt };
}
