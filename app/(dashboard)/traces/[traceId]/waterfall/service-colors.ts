const COLORS = 8;

/**
 * A colour per service: the same name has the same one in every trace, as far as eight colours last; services of one
 * trace that meet on a colour move on to the next free one, in order of name.
 */
export function serviceColors(services: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<number>();
  const colors = new Map<string, string>();
  for (const name of [...new Set(services)].sort()) {
    let slot = hash(name) % COLORS;
    if (taken.size < COLORS) while (taken.has(slot)) slot = (slot + 1) % COLORS;
    taken.add(slot);
    colors.set(name, `var(--s-${slot + 1})`);
  }
  return colors;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  // The low bits of this hash are weak for short names.
  return (value ^ (value >>> 15)) >>> 0;
}
