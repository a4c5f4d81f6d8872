/** The version of the format that is written; a reader of it refuses greater ones. */
export const FORMAT_VERSION = 1;
/** "FLB", then the version. */
export const MAGIC = [0x46, 0x4c, 0x42] as const;

/** Byte offsets in the header; all integers are little-endian. The checksum covers everything behind itself. */
export const AT = {
  version: 3,
  checksum: 4,
  flags: 8,
  length: 12,
  spanCount: 16,
  logCount: 20,
  traceCount: 24,
  denseLength: 28,
  packedLength: 32,
  inflatedLength: 36,
  baseTime: 40,
  ids: 48,
} as const;

export const FLAG_DEFLATED = 1;
export const FLAG_UTF16 = 2;

export const SPAN_ID_BYTES = 8;
export const TRACE_ID_BYTES = 16;

/** References to a span's id: none, written out, or from here on the distance to a span of the block. */
export const REFERENCE_NONE = 0;
export const REFERENCE_IN_FULL = 1;
export const REFERENCE_NEAR = 2;
