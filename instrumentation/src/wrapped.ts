const WRAPPED = Symbol.for('faaslens.wrapped');

// What a function object brings along by itself; everything else on a handler is the user's and is carried over.
const FUNCTION_KEYS = new Set<PropertyKey>(['length', 'prototype', 'arguments', 'caller']);

/** Whether `value` came out of a `wrap` of this package, in whichever copy of it. */
export function isWrapped(value: object): boolean {
  return WRAPPED in value;
}

/** Gives `to` the name and the own properties of `from`, and marks it as wrapped. */
export function carryOver<T extends object>(from: object, to: T): T {
  for (const key of Reflect.ownKeys(from)) {
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    // What is frozen here, as all of a module's namespace is, must not keep `to` from having handlers of its own.
    if (descriptor && !FUNCTION_KEYS.has(key))
      Object.defineProperty(to, key, { ...descriptor, configurable: true });
  }
  return Object.defineProperty(to, WRAPPED, { value: true });
}
