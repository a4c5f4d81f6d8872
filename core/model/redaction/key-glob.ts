/** Whether a key matches a rule's pattern: `*` stands for any number of characters, case is ignored. */
export function matchesGlob(glob: string, key: string): boolean {
  const wanted = glob.toLowerCase();
  const text = key.toLowerCase();
  let at = 0;
  let star = -1;
  let starAt = 0;
  let wantedAt = 0;
  while (at < text.length) {
    if (wanted[wantedAt] === '*') {
      star = wantedAt;
      starAt = at;
      wantedAt += 1;
    } else if (wanted[wantedAt] === text[at]) {
      wantedAt += 1;
      at += 1;
    } else if (star >= 0) {
      wantedAt = star + 1;
      starAt += 1;
      at = starAt;
    } else {
      return false;
    }
  }
  while (wanted[wantedAt] === '*') wantedAt += 1;
  return wantedAt === wanted.length;
}
