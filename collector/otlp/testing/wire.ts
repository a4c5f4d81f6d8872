/** Builds valid and invalid protobuf bytes by hand, for tests. */
export type Bytes = Uint8Array;

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

export function tag(field: number, wire: number): Buffer {
  return varint(field * 8 + wire);
}

/** A message, string or bytes field, which may be empty. */
export function part(field: number, ...contents: readonly (Bytes | string)[]): Buffer {
  const content = Buffer.concat(contents.map((one) => (typeof one === 'string' ? Buffer.from(one) : one)));
  return Buffer.concat([tag(field, 2), varint(content.length), content]);
}

export function number(field: number, value: number): Buffer {
  return Buffer.concat([tag(field, 0), varint(value)]);
}

export function fixed64(field: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([tag(field, 1), bytes]);
}

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SPAN_ID = 'b7ad6b7169203331';

/** The fields of a valid span; more may follow. */
export function spanFields(): Buffer {
  return Buffer.concat([
    part(1, Buffer.from(TRACE_ID, 'hex')),
    part(2, Buffer.from(SPAN_ID, 'hex')),
    part(5, 'work'),
    fixed64(7, 1_700_000_000_000_000_000n),
    fixed64(8, 1_700_000_000_000_000_500n),
  ]);
}

/** An export request of any signal around the fields of one record each. */
export function request(...records: readonly Bytes[]): Buffer {
  return part(1, part(2, ...records.map((fields) => part(2, fields))));
}

/** A span attribute `k` whose AnyValue has these fields. */
export function attribute(value: Bytes, key = 'k'): Buffer {
  return part(9, part(1, key), part(2, value));
}
