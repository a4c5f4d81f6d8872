import type { KeepPolicy } from './policy';

/** What the policy removes from a list of log lines, in words; '' for nothing. */
export function missingLines({ ordinaryOneIn, ordinaryDays, logDays }: KeepPolicy): string {
  const days = [ordinaryDays, logDays].filter((one) => one !== null);
  const parts = [
    ...(ordinaryOneIn > 1 ? [`those of 1 in ${ordinaryOneIn} are kept`] : []),
    ...(days.length > 0 ? [`they go after ${Math.min(...days)} days`] : []),
  ];
  return parts.length === 0 ? '' : `Of ordinary traces not all lines are here: ${parts.join(', ')}`;
}
