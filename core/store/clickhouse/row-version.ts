const TIME_BITS = 64n;

/**
 * The version of a derived row: of two rows of a trace the one that knows more of it stays (`factsVersion` grows with every
 * span and log record), and of rows that know the same of it, the one that was derived later: `timeNs` is the server's
 * time before the facts were read, and who stores a fact derives after it, so the latest row knows them all.
 */
export function rowVersion(factsVersion: bigint, timeNs: bigint): bigint {
  return (factsVersion << TIME_BITS) | timeNs;
}

/** What a row knew of its trace. */
export function factsVersionOf(version: bigint): bigint {
  return version >> TIME_BITS;
}
