/** Longer texts rarely repeat. */
const LONGEST = 64;
const SLOTS = 4096;

/**
 * Returns the same string for bytes seen before: most names and values repeat those of earlier spans, and a shared string is
 * neither created nor hashed again. Each slot keeps its latest text, so the size is bounded.
 */
export class TextCache {
  private readonly texts: (string | undefined)[] = new Array(SLOTS).fill(undefined);

  /** The text of these bytes, or undefined when it is not cached. */
  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (end - start > LONGEST) return undefined;
    const text = this.texts[slotOf(bytes, start, end)];
    if (text === undefined || text.length !== end - start) return undefined;
    for (let at = start; at < end; at += 1) if (text.charCodeAt(at - start) !== bytes[at]) return undefined;
    return text;
  }

  /** Caches the text of these bytes. Only ASCII is kept, where each byte is one character. */
  keep(text: string, bytes: Uint8Array, start: number, end: number): void {
    if (end - start <= LONGEST && text.length === end - start) this.texts[slotOf(bytes, start, end)] = text;
  }
}

/** Hashes a few bytes, which tell most texts apart; a collision only replaces the text in the slot. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  const step = 1 + ((end - start) >> 3);
  for (let at = end - 1; at >= start; at -= step) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
