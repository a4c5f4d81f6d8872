/** A record is merged into another block soon after it was stored, or not at all. */
const MOST_REMEMBERED = 20_000;

/** Filters out items that were returned before; remembers only the latest ids. */
export function freshLogs<Item extends { readonly id: string }>(
  mostRemembered = MOST_REMEMBERED,
): (items: readonly Item[]) => readonly Item[] {
  const known = new Set<string>();
  return (items) => {
    const fresh: Item[] = [];
    for (const item of items) {
      if (known.has(item.id)) continue;
      known.add(item.id);
      fresh.push(item);
    }
    // A set iterates in insertion order.
    for (const id of known) {
      if (known.size <= mostRemembered) break;
      known.delete(id);
    }
    return fresh;
  };
}
