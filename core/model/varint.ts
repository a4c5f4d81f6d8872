/** Appends an integer from 0 to 2^53 as a varint: 7 bits per byte, lowest first. */
export function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** Writes a varint into existing bytes at `at`; returns the offset after it. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let end = at;
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) {
    bytes[end] = (rest % 128) + 128;
    end += 1;
  }
  bytes[end] = rest;
  return end + 1;
}
