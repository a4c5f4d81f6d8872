/** Longer texts are rarely sent again. */
const LONGEST = 64;
const SLOTS = 4096;

/**
 * Gives one string for equal bytes that came before: most names and values are those of the spans before, and a string
 * that is shared is neither made nor hashed again. Keeps the last text of each slot, so its size is bounded.
 */
export class TextCache {
  private readonly texts: (string | undefined)[] = new Array(SLOTS).fill(undefined);

  /** The text of these bytes, or undefined when it is not known. */
  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (end - start > LONGEST) return undefined;
    const text = this.texts[slotOf(bytes, start, end)];
    if (text === undefined || text.length !== end - start) return undefined;
    for (let at = start; at < end; at += 1) if (text.charCodeAt(at - start) !== bytes[at]) return undefined;
    return text;
  }

  /** Takes in what these bytes say. Only ASCII is kept, of which each byte is a character. */
  keep(text: string, bytes: Uint8Array, start: number, end: number): void {
    if (end - start <= LONGEST && text.length === end - start) this.texts[slotOf(bytes, start, end)] = text;
  }
}

/** A few bytes tell most texts apart; which of those that share a slot is kept does not matter. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  const step = 1 + ((end - start) >> 3);
  for (let at = end - 1; at >= start; at -= step) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
