/** The rows of a table written as text: cells separated by spaces, `-` for an unknown value, lines with `#` skipped. */
export function rowsOf(text: string): readonly (readonly (string | null)[])[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map((cell) => (cell === '-' ? null : cell)),
    );
}
