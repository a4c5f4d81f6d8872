import type { AttributeValue } from '../../../model/attributes';

type Composite = Exclude<AttributeValue, string | number | boolean | null>;

/** A list or map that is being written. */
interface Frame {
  readonly values: readonly AttributeValue[];
  /** Null of a list. */
  readonly keys: readonly string[] | null;
  next: number;
}

/**
 * JSON text that JSON.parse turns into the same value: as JSON.stringify, but -0 stays -0, and the depth is bounded by
 * memory only.
 */
export function exactJson(value: AttributeValue): string {
  if (!isComposite(value)) return scalarJson(value);
  const stack = [frameOf(value)];
  let text = openingOf(value);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    if (frame.next === frame.values.length) {
      text += frame.keys ? '}' : ']';
      stack.pop();
      continue;
    }
    const member = frame.values[frame.next] ?? null;
    const key = frame.keys?.[frame.next];
    if (frame.next > 0) text += ',';
    if (key !== undefined) text += `${JSON.stringify(key)}:`;
    frame.next += 1;
    if (isComposite(member)) {
      text += openingOf(member);
      stack.push(frameOf(member));
    } else {
      text += scalarJson(member);
    }
  }
  return text;
}

/** Whether the value is a list or map. */
export function isComposite(value: AttributeValue): value is Composite {
  return typeof value === 'object' && value !== null;
}

function frameOf(value: Composite): Frame {
  if (Array.isArray(value)) return { values: value, keys: null, next: 0 };
  return { values: Object.values(value), keys: Object.keys(value), next: 0 };
}

function openingOf(value: Composite): string {
  return Array.isArray(value) ? '[' : '{';
}

function scalarJson(value: string | number | boolean | null): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}
