import type { Incident } from '@/core/settings/settings';

/** Why an incident began or ended, in a few words. */
export const REASONS: Readonly<Record<Incident['reason'], string>> = {
  threshold: 'crossed',
  change: 'changed too much',
  anomaly: 'unusual',
  burn_rate: 'burns its budget',
  composite: 'its rules fire',
  error: 'the rule cannot be evaluated',
  recovered: 'recovered',
  no_data: 'no more data',
  rule_changed: 'the rule changed',
  rule_deleted: 'the rule was deleted',
};
