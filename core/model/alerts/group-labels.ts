/** Label of calls that do not name their target, and of those beyond the number of dependencies that are told apart. */
export const UNNAMED_DEPENDENCY = '(others)';

/** The text shown for a label. An empty environment is spelled out, since leaving the label out means all environments. */
export function shownLabel(name: string, value: string): string {
  return name === 'environment' && value === '' ? '(no environment)' : value;
}
