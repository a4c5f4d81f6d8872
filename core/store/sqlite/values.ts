import type { CostPrecision, InvocationSource } from '../../model/invocation';

export {
  earlier,
  later,
  MAX_TIME_MS,
  MAX_TIME_NS,
  msToNs,
  nsToDurationMs,
  nsToTimeMs,
  toInt64,
  toStorableTime,
} from '../derive/times';

/** Position = the number in invocation rows; so they may only ever grow at the end. */
export const SOURCE_CODES = [
  'faaslens',
  'faas.trigger',
  'known-scope',
  'faas.invocation_id',
  'local-root',
  'faas-resource',
  'platform',
] as const satisfies readonly InvocationSource[];
/** Of invocations without a span; an index of theirs names the number, too. */
export const PLATFORM_CODE = SOURCE_CODES.indexOf('platform');
export const TRIGGER_CODES = ['http', 'pubsub', 'datasource', 'timer', 'other'] as const;
export const ARCHITECTURE_CODES = ['x86_64', 'arm64'] as const;
export const PRECISION_CODES = [
  'exact',
  'allocated',
  'estimated',
] as const satisfies readonly CostPrecision[];

/** What a column of codes holds: the text's position, or a text that has none. */
export type Coded = bigint | string | null;

export function toCode(codes: readonly string[], text: string | null): Coded {
  if (text === null) return null;
  const code = codes.indexOf(text);
  return code < 0 ? text : BigInt(code);
}

export function fromCode(codes: readonly string[], stored: Coded): string | null {
  return typeof stored === 'bigint' ? (codes[Number(stored)] ?? null) : stored;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID in its usual spelling as 16 bytes, any other text as it is. */
export function toIdValue(text: string | null): Buffer | string | null {
  if (text === null || text.length !== 36 || !UUID.test(text)) return text;
  return hexBytes(
    text.slice(0, 8) + text.slice(9, 13) + text.slice(14, 18) + text.slice(19, 23) + text.slice(24),
  );
}

export function fromIdValue(stored: Buffer | string | null): string | null {
  if (!Buffer.isBuffer(stored)) return stored;
  const hex = stored.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function hexBytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
