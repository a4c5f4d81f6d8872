const SLOTS = 16_384;
const CARD_DIGITS = 14;
const LETTER = 4;

/** What a text must contain for a detector to be worth running. */
export interface Hints {
  /** Any of these, ignoring case; each exactly four characters long. */
  readonly texts?: readonly string[];
  readonly at?: boolean;
  /** A run of as many digits as a card number has, possibly with spaces and hyphens. */
  readonly digits?: boolean;
}

/**
 * Returns which of up to 31 hints a text has, as bits. Looks at each character once, because every text passes here and most have
 * no hint.
 */
export function createHintScan(hints: readonly Hints[]): (text: string) => number {
  const exact = new Map<number, number>();
  const maybe = new Uint8Array(SLOTS);
  let atBits = 0;
  let digitBits = 0;
  for (const [index, { texts = [], at = false, digits = false }] of hints.entries()) {
    const bit = 1 << index;
    if (at) atBits |= bit;
    if (digits) digitBits |= bit;
    for (const text of texts) {
      if (text.length !== LETTER) throw new Error(`the hint ${text} has not four characters`);
      let four = 0;
      for (let place = 0; place < LETTER; place += 1) four = (four << 8) | lower(text.charCodeAt(place));
      exact.set(four, (exact.get(four) ?? 0) | bit);
      maybe[slotOf(four)] = 1;
    }
  }

  return (text) => {
    let found = 0;
    let four = 0;
    let digits = 0;
    for (let place = 0; place < text.length; place += 1) {
      const code = text.charCodeAt(place);
      if (code >= 48 && code <= 57) {
        digits += 1;
        if (digits === CARD_DIGITS) found |= digitBits;
      } else if (code !== 32 && code !== 45) {
        digits = 0;
        if (code === 64) found |= atBits;
      }
      four = (four << 8) | lower(code);
      if (maybe[slotOf(four)] === 1) found |= exact.get(four) ?? 0;
    }
    return found;
  };
}

/** Letters in lower case; other characters may collide, which only costs a vain check. */
function lower(code: number): number {
  return (code | 32) & 0xff;
}

function slotOf(four: number): number {
  return Math.imul(four, 0x9e3779b1) >>> 18;
}
