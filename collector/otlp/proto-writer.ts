/** A protobuf varint field; empty for 0, which is the default. `value` is an integer from 0 to 2^53. */
export function varintField(field: number, value: number): Buffer {
  return value === 0 ? Buffer.alloc(0) : Buffer.from([...varint(field * 8), ...varint(value)]);
}

/** A protobuf string, bytes or message field; empty for empty content. */
export function lengthField(field: number, content: Uint8Array): Buffer {
  return content.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);
}

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}
