/**
 * A choice as the value of an `<option>`; null is "any". The unnamed environment is the empty string, so a choice gets
 * a sign before it that "any" has not.
 */
export function toOption(choice: string | null): string {
  return choice === null ? '' : `=${choice}`;
}

/** The choice behind an option's value. */
export function fromOption(value: string): string | null {
  return value === '' ? null : value.slice(1);
}
