import { FaaslensError } from '../../../errors';
import type { AttributeValue } from '../../../model/attributes';
import { parseInstant, type TimeRange } from '../../../model/time-range';
import type { TokensWanted } from '../blocks/block-meta';
import { traceToken, wantedOf } from '../blocks/tokens';
import { idBytes } from '../conditions';
import { MAX_TIME_MS } from '../values';

/** The value of a hidden column as a statement gave it; undefined when it gave none. */
export type SqlArgument = unknown;

/** What `span` and `log` are narrowed by. */
export interface SqlArguments {
  readonly inTrace: SqlArgument;
  readonly since: SqlArgument;
  readonly until: SqlArgument;
  readonly hasAttribute: SqlArgument;
}

export interface SqlScope {
  readonly range: TimeRange;
  /** Lower-case hex. */
  readonly traceId: string | null;
  readonly attribute: { readonly key: string; readonly value: string } | null;
  /** What every block with something in scope has. */
  readonly wanted: TokensWanted;
}

/**
 * Reads the hidden columns. Null when nothing can be in scope (an id that is none).
 * @throws FaaslensError `invalid_input` for a time or an attribute that cannot be read.
 */
export function sqlScope(
  { inTrace, since, until, hasAttribute }: SqlArguments,
  nowMs: number,
): SqlScope | null {
  const range = {
    fromMs: instant('since', since, nowMs) ?? 0,
    toMs: instant('until', until, nowMs) ?? MAX_TIME_MS,
  };
  const traceId = inTrace === undefined ? null : idBytes(String(inTrace), 32)?.toString('hex');
  if (traceId === undefined) return null;
  const attribute = hasAttribute === undefined ? null : parseAttribute(String(hasAttribute));
  const { tokens, keys } = attribute ? wantedOf(attribute.key, attribute.value) : { tokens: [], keys: [] };
  const traces = traceId === null ? [] : [traceToken(traceId)];
  return { range, traceId, attribute, wanted: { tokens, keys: [...traces, ...keys] } };
}

/** Whether a text, number or boolean reads like this. */
export function readsLike(value: AttributeValue | undefined, text: string): boolean {
  return (
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') &&
    String(value) === text
  );
}

function instant(name: string, given: SqlArgument, nowMs: number): number | null {
  if (given === undefined) return null;
  if (typeof given === 'number' && Number.isFinite(given)) return given;
  const parsed = typeof given === 'string' ? parseInstant(given, nowMs) : null;
  if (parsed === null) {
    throw new FaaslensError(
      'invalid_input',
      `${name}: must be like 'now-1h' or '2026-03-01T00:00:00Z', or milliseconds since the epoch`,
    );
  }
  return parsed;
}

function parseAttribute(text: string): { key: string; value: string } {
  const mark = text.indexOf('=');
  if (mark < 1) {
    throw new FaaslensError('invalid_input', "has_attribute: must be like 'user.id=42'");
  }
  return { key: text.slice(0, mark), value: text.slice(mark + 1) };
}
