import type { Decision, GroupStatus } from '../model/alerts/decision';
import type { Rule } from '../settings/settings';
import { explain } from './conditions/explanation';
import type { Reading } from './conditions/reading';
import type { IsFiring } from './evaluate-rule';
import { whyQuiet } from './quiet';

/** What was decided of a group, ready to be shown. `decidedAt`: usually when the window counts as complete. */
export function decisionOf(
  rule: Pick<Rule, 'mute' | 'snoozedUntil' | 'dependsOn' | 'delaySeconds'>,
  groupKey: string,
  at: number,
  status: GroupStatus,
  reading: Reading | null,
  isFiring: IsFiring,
  decidedAt = at + rule.delaySeconds * 1000,
): Decision {
  return {
    at,
    status,
    point: reading?.point ?? 'missing',
    value: reading?.value ?? null,
    limit: reading?.limit ?? null,
    samples: reading?.samples ?? 0,
    explanation: explain(reading?.basis ?? null),
    quiet: status === 'ok' ? null : whyQuiet(rule, groupKey, decidedAt, isFiring),
  };
}
