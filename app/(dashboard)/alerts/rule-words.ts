import type { RuleDefinition } from '@/core/model/alerts/rule';

/** What is watched on its own, by the word of the grouping. */
export const GROUPS = {
  function: 'each function',
  service: 'each service',
  version: 'each version of each function',
  dependency: 'each dependency',
  environment: 'each environment',
  region: 'each region',
  all: 'all functions together',
  attribute: 'each value of an attribute',
} as const;

/** Log records of at least so much severity. */
export const SEVERITIES: Readonly<Record<string, string>> = {
  0: 'any',
  9: 'info and above',
  13: 'warnings and above',
  17: 'errors and above',
  21: 'fatal',
};

/** What a window without data means. */
export const MISSING = {
  ok: 'nothing; what fires is closed after three windows',
  keep: 'it stays as it is',
  nodata: 'an alert of its own',
  fire: 'the same as a breach',
} as const;

const ATTRIBUTE = 'attribute:';

/** What a rule watches on its own, such as `each value of tenant`. */
export function groupingWords(groupBy: RuleDefinition['groupBy']): string {
  return groupBy.startsWith(ATTRIBUTE)
    ? `each value of ${groupBy.slice(ATTRIBUTE.length)}`
    : (Object.entries(GROUPS).find(([word]) => word === groupBy)?.[1] ?? groupBy);
}
