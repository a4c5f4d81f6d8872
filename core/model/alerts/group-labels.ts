/** The label of calls that do not say what they are made to, and of those to more dependencies than are told apart. */
export const UNNAMED_DEPENDENCY = '(others)';

/** What a label of a group says; that of functions without an environment is empty, for no label means all of them. */
export function shownLabel(name: string, value: string): string {
  return name === 'environment' && value === '' ? '(no environment)' : value;
}
