/** The rows of a table written as text: cells between spaces, `-` for what is not known, lines with `#` left out. */
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
