import type { Decision } from '../../model/alerts/decision';
import { MINUTE_MS } from '../../model/time-range';
import type { AlertReader } from '../ask';
import type { Reading } from '../conditions/reading';
import { decisionOf } from '../decision';
import type { Finding, IsFiring } from '../evaluate-rule';
import type { Group } from '../groups';
import { type Progress, type ReplayInput, replay } from './replay';

/** What a rule decided of one group, minute by minute. */
export interface GroupEvaluations {
  readonly groupKey: string;
  readonly functionId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Oldest first. */
  readonly decisions: readonly Decision[];
}

export interface EvaluationsResult {
  /** Those that do not stand at `ok` first; at most 100. */
  readonly groups: readonly GroupEvaluations[];
  readonly groupCount: number;
}

/** Rules that have fired know how they stand after so long, whatever was before. */
const LEAD_MINUTES = 300;
const MOST_GROUPS = 100;

/**
 * What the rule decides at each minute of the range, and from what: the live engine's evaluation on what is stored now, begun
 * early enough that pending and firing are known.
 * @throws FaaslensError `invalid_input` for figures of which no past is kept.
 */
export async function evaluations(
  reader: AlertReader,
  input: ReplayInput,
  progress: Progress,
): Promise<EvaluationsResult> {
  const groups = new Map<string, { group: Group | null; decisions: Decision[] }>();
  let readings: { group: Group | null; groupKey: string; reading: Reading }[] = [];
  const noteMinute = (findings: readonly Finding[], at: number, isFiring: IsFiring) => {
    if (at <= input.range.fromMs) return;
    const byKey = new Map(findings.map((finding) => [finding.groupKey, finding]));
    for (const { group, groupKey, reading } of readings) {
      const status = byKey.get(groupKey)?.next?.status ?? 'ok';
      const known = groups.get(groupKey) ?? { group, decisions: [] };
      groups.set(groupKey, known);
      known.decisions.push(decisionOf(input.rule, groupKey, at, status, reading, isFiring));
    }
  };
  const range = { ...input.range, fromMs: input.range.fromMs - LEAD_MINUTES * MINUTE_MS };
  await replay(
    reader,
    { ...input, range },
    {
      observerAt: () => {
        readings = [];
        return (group, groupKey, reading) => readings.push({ group, groupKey, reading });
      },
      noteFindings: noteMinute,
    },
    progress,
  );
  const all = [...groups].map(([groupKey, { group, decisions }]) => ({
    groupKey,
    functionId: group?.functionId ?? null,
    labels: group?.labels ?? {},
    decisions,
  }));
  const isOk = ({ decisions }: GroupEvaluations) => decisions.at(-1)?.status === 'ok';
  const name = ({ labels, groupKey }: GroupEvaluations) => Object.values(labels).join(' ') || groupKey;
  all.sort((a, b) => Number(isOk(a)) - Number(isOk(b)) || (name(a) < name(b) ? -1 : 1));
  return { groups: all.slice(0, MOST_GROUPS), groupCount: all.length };
}
