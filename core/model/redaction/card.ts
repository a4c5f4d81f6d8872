// 14 to 16 digits in the formats of the large networks. Longer numbers are mostly ids and times.
const CARD =
  /(?<![\w.-])(?:3[47]\d\d[ -]?\d{6}[ -]?\d{5}|3(?:0[0-5]|[68]\d)\d[ -]?\d{6}[ -]?\d{4}|(?:4\d{3}|5[1-5]\d\d|2[2-7]\d\d|6011|6[45]\d\d|35\d\d)[ -]?\d{4}[ -]?\d{4}[ -]?\d{4})(?![\w-]|\.\d)/g;

/** Replaces card numbers with a valid check digit. */
export function replaceCards(text: string, mark: string): string {
  return text.replace(CARD, (found) => (isLuhn(found) ? mark : found));
}

function isLuhn(number: string): boolean {
  let sum = 0;
  let doubles = false;
  for (let at = number.length - 1; at >= 0; at -= 1) {
    const digit = number.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = doubles ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    doubles = !doubles;
  }
  return sum % 10 === 0;
}
