import { type KeepPolicy, keepsAll } from '@/core/model/keeping/policy';

/** The policy as its fields hold it; empty stands for null. */
export type PolicyDraft = Readonly<Record<keyof KeepPolicy, string>>;

const textOf = (value: number | null) => (value === null ? '' : String(value));
const numberOf = (text: string) => (text === '' ? null : Number(text));

export function draftOf(policy: KeepPolicy): PolicyDraft {
  return {
    ordinaryOneIn: textOf(policy.ordinaryOneIn),
    settleMinutes: textOf(policy.settleMinutes),
    slowMs: textOf(policy.slowMs),
    ordinaryDays: textOf(policy.ordinaryDays),
    logDays: textOf(policy.logDays),
  };
}

/** What is required and empty is 0, which the API refuses by name. */
export function policyOf(draft: PolicyDraft): KeepPolicy {
  return {
    ordinaryOneIn: Number(draft.ordinaryOneIn),
    settleMinutes: Number(draft.settleMinutes),
    slowMs: numberOf(draft.slowMs),
    ordinaryDays: numberOf(draft.ordinaryDays),
    logDays: numberOf(draft.logDays),
  };
}

/** What the policy does, in words. */
export function sentenceOf(draft: PolicyDraft): string {
  const policy = policyOf(draft);
  if (keepsAll(policy)) return 'All details are kept as long as everything else.';
  const parts: string[] = [];
  if (policy.ordinaryOneIn > 1)
    parts.push(
      `${policy.settleMinutes} minutes after it ended, an ordinary trace loses its details, but for 1 in ${policy.ordinaryOneIn}`,
    );
  if (policy.ordinaryDays !== null)
    parts.push(`after ${daysText(policy.ordinaryDays)} all ordinary traces have lost theirs`);
  if (policy.logDays !== null)
    parts.push(`log lines go after ${daysText(policy.logDays)}, but those of errors and of other traces`);
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
