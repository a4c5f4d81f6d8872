/** For sorting: negative when `a` comes first, 0 when both are equal. */
export function compare<Value extends bigint | number | string>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The greater of two values by their order. */
export function greaterOf<Value extends bigint | number | string>(a: Value, b: Value): Value {
  return compare(a, b) < 0 ? b : a;
}

/** The lesser of two values by their order. */
export function lesserOf<Value extends bigint | number | string>(a: Value, b: Value): Value {
  return compare(a, b) > 0 ? b : a;
}
