/** The same text in memory of its own: a piece of a longer one keeps all of that in memory, for as long as it is kept. */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
