import { formatPercent } from '@/app/_components/format/number';
import type { RuleInput } from '@/core/settings/settings';

/** A rule's condition in words. */
export function describeRule({ threshold, windowMinutes, minInvocations }: RuleInput): string {
  return `more than ${formatPercent(threshold)} of at least ${minInvocations} invocations fail within ${windowMinutes} min`;
}

/** What a new rule starts with. */
export const NEW_RULE: RuleInput = {
  name: 'Error rate',
  enabled: true,
  kind: 'error_rate',
  functionId: null,
  environment: null,
  windowMinutes: 5,
  threshold: 0.05,
  recoveryThreshold: 0.025,
  minInvocations: 20,
  severity: 'critical',
  channelId: null,
};
