import type { Attributes, AttributeValue } from '../attributes';
import { matchesGlob } from './key-glob';
import { markOf, type RedactionSettings } from './rule';
import { type KeySays, keySays } from './secret-key';
import { createTextRedactor } from './text-redactor';

/** Redacts values. A value without secrets is returned unchanged, as the same object. */
export interface ValueRedactor {
  text(text: string): string;
  attributes(attributes: Attributes): Attributes;
}

interface KeyVerdict {
  readonly says: KeySays | 'own';
  readonly by: string;
}

interface KnownKey {
  readonly verdict: KeyVerdict | null;
  /** The last text under this key without a finding: the next one is usually the same. */
  clean: string | null;
}

const MOST_KEYS = 8_192;
/** Longer texts rarely repeat. */
const LONGEST_KNOWN = 256;
const JSON_START = /^\s*[{[]/;
/** JSON is parsed only if one of its keys may matter. */
const SECRET_IN_JSON = /pass|pwd|secret|token|key|authori|cookie|credential|cvv|cvc|ssn|otp/i;

/** `count` is called once per value for each detector or rule that found something in it. */
export function createValueRedactor(settings: RedactionSettings, count: (by: string) => void): ValueRedactor {
  const redactText = createTextRedactor(settings, count);
  const byKeyName = settings.detectors.includes('key-name');
  const globs = settings.rules.filter(({ kind }) => kind === 'key');
  const keys = new Map<string, KnownKey>();

  const knownOf = (key: string): KnownKey => {
    const found = keys.get(key);
    if (found !== undefined) return found;
    const own = globs.find(({ match }) => matchesGlob(match, key));
    const says = byKeyName ? keySays(key) : 'nothing';
    const verdict: KeyVerdict | null = own
      ? { says: 'own', by: own.name }
      : says === 'nothing'
        ? null
        : { says, by: 'key-name' };
    const known = { verdict, clean: null };
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(key, known);
    return known;
  };

  const inText = (text: string): string => redactText(JSON_START.test(text) ? inJson(text) : text);

  /** Redacts JSON by its keys; other text is returned unchanged. */
  const inJson = (text: string): string => {
    if (globs.length === 0 && !(byKeyName && SECRET_IN_JSON.test(text))) return text;
    try {
      const parsed: AttributeValue = JSON.parse(text);
      const redacted = byKeys(parsed);
      return redacted === parsed ? text : JSON.stringify(redacted);
    } catch (error) {
      // Not JSON, or nested too deeply for the stack: left to be searched as plain text.
      if (error instanceof SyntaxError || error instanceof RangeError) return text;
      throw error;
    }
  };

  const hidden = (key: string, value: AttributeValue): string | null => {
    if (value === null || value === '' || typeof value === 'boolean') return null;
    const { verdict } = knownOf(key);
    if (verdict === null || (typeof value === 'number' && verdict.says === 'secret')) return null;
    const mark = markOf(verdict.by);
    if (value === mark) return null;
    count(verdict.by);
    return mark;
  };

  /** The map with `change` applied to every value; the same object when nothing changed. */
  const mapped = <Map extends Attributes>(
    map: Map,
    change: (key: string, value: AttributeValue) => AttributeValue,
  ): Map => {
    let copy: Record<string, AttributeValue> | null = null;
    for (const key in map) {
      const value = map[key] ?? null;
      const next = change(key, value);
      if (next === value) continue;
      copy = copy ?? copyOf(map);
      Object.defineProperty(copy, key, { value: next, enumerable: true, writable: true, configurable: true });
    }
    return (copy as Map | null) ?? map;
  };
  const listed = (list: readonly AttributeValue[], change: (value: AttributeValue) => AttributeValue) => {
    const next = list.map(change);
    return next.some((value, at) => value !== list[at]) ? next : list;
  };

  /** Redacts by keys only, including those of JSON in strings of JSON, as queues pass it on; the result is searched as text. */
  const byKeys = (value: AttributeValue): AttributeValue => {
    if (typeof value === 'string') return JSON_START.test(value) ? inJson(value) : value;
    if (value === null || typeof value !== 'object') return value;
    if (isList(value)) return listed(value, byKeys);
    return mapped(value, (key, inner) => hidden(key, inner) ?? byKeys(inner));
  };

  const inValue = (value: AttributeValue): AttributeValue => {
    if (typeof value === 'string') return value === '' ? value : inText(value);
    if (typeof value === 'number')
      return value < 1e13 || !Number.isSafeInteger(value) ? value : inNumber(value);
    if (value === null || typeof value === 'boolean') return value;
    return isList(value) ? listed(value, inValue) : mapped(value, inKeyed);
  };
  /** A card number may have been sent as a number. */
  const inNumber = (value: number): AttributeValue => {
    const text = String(value);
    const redacted = inText(text);
    return redacted === text ? value : redacted;
  };
  const inKeyed = (key: string, value: AttributeValue): AttributeValue => {
    if (typeof value !== 'string') return hidden(key, value) ?? inValue(value);
    const known = knownOf(key);
    if (known.clean === value) return value;
    const next = hidden(key, value) ?? inValue(value);
    if (next === value && value.length <= LONGEST_KNOWN) known.clean = value;
    return next;
  };

  return { text: (text) => (text === '' ? text : inText(text)), attributes: (map) => mapped(map, inKeyed) };
}

/** A copy with the same prototype, so that nothing is inherited; a key `__proto__` stays plain data. */
function copyOf(map: Attributes): Record<string, AttributeValue> {
  return Object.setPrototypeOf({ ...map }, Object.getPrototypeOf(map));
}

function isList(value: object): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
