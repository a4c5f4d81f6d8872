import type { AttributeValue } from '@/core/model/attributes';

/** Longer attributes are rarely sent again. */
const LONGEST = 128;
const SLOTS = 4096;
const UNKNOWN = -1;

/**
 * Caches decoded attributes by their bytes on the wire: most repeat those of earlier spans in the same order, and a known one
 * is not decoded again. A slot keeps the latest attribute that came twice, so the size is bounded.
 */
export class AttributeCache {
  private readonly keys: string[] = new Array(SLOTS).fill('');
  private readonly values: AttributeValue[] = new Array(SLOTS).fill(null);
  private readonly bytes = new Uint8Array(SLOTS * LONGEST);
  /** 0 for an empty slot. */
  private readonly lengths = new Uint8Array(SLOTS);
  /** Hash of the slot's latest miss: it is kept when it comes again. */
  private readonly missed = new Int32Array(SLOTS);
  /** For each slot, the slot that was found next after it. */
  private readonly following = new Int16Array(SLOTS);
  private last = 0;
  /** The slot into which `keep` puts the attribute last missed. */
  private wanted = UNKNOWN;
  private wantedLength = 0;

  /** The slot of the attribute with these bytes (a KeyValue without its length prefix), or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const expected = this.following[this.last] ?? 0;
    if (this.holds(expected, bytes, start, end)) {
      this.last = expected;
      return expected;
    }
    this.wanted = UNKNOWN;
    if (end - start > LONGEST || end === start) return UNKNOWN;
    const hash = hashOf(bytes, start, end);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    if (this.holds(slot, bytes, start, end)) {
      this.following[this.last] = slot;
      this.last = slot;
      return slot;
    }
    if (this.missed[slot] === hash) this.want(slot, bytes, start, end);
    this.missed[slot] = hash;
    return UNKNOWN;
  }

  keyAt(place: number): string {
    return this.keys[place] ?? '';
  }

  valueAt(place: number): AttributeValue {
    return this.values[place] ?? null;
  }

  /** Keeps the attribute that `find` last missed. Lists and maps are not kept, since they would be shared. */
  keep(key: string, value: AttributeValue): void {
    const slot = this.wanted;
    if (slot === UNKNOWN || (typeof value === 'object' && value !== null)) return;
    this.wanted = UNKNOWN;
    this.lengths[slot] = this.wantedLength;
    this.keys[slot] = key;
    this.values[slot] = value;
  }

  /** Copies the bytes into the slot, which counts as empty until `keep` provides their meaning. */
  private want(slot: number, bytes: Uint8Array, start: number, end: number): void {
    this.lengths[slot] = 0;
    this.wanted = slot;
    this.wantedLength = end - start;
    for (let at = start; at < end; at += 1) this.bytes[slot * LONGEST + at - start] = bytes[at] ?? 0;
  }

  private holds(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (this.lengths[slot] !== length || length === 0) return false;
    const { bytes: own } = this;
    const from = slot * LONGEST;
    // From the end, where most differences are.
    for (let at = length - 1; at >= 0; at -= 1) if (own[from + at] !== bytes[start + at]) return false;
    return true;
  }
}

/** Hashes a few bytes, which tell most attributes apart. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  const step = 1 + ((end - start) >> 4);
  for (let at = end - 1; at >= start; at -= step) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}
