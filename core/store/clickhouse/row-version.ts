const TIME_BITS = 64n;
/** Of more spans than a trace may have, each version is less than 128 bits. */
const FACTS_BITS = 160n;

/**
 * The version of a derived row: of two rows of a trace the one that was derived without more of what is old stays
 * (`sinceNs`: a whole hour, before which facts were left out), of those the one that knows more of it (`factsVersion` grows
 * with every span and log record), and of rows that know the same of it, the one that was derived later: `timeNs` is the
 * server's time before the facts were read, and who stores a fact derives after it, so the latest row knows them all.
 */
export function rowVersion(factsVersion: bigint, timeNs: bigint, sinceNs: bigint): bigint {
  return ((((sinceNs / HOUR_NS) << FACTS_BITS) | factsVersion) << TIME_BITS) | timeNs;
}

const HOUR_NS = 3_600_000_000_000n;
