import type { Page, PageQuery } from '@/core/store/store';

const PAGE_ROWS = 500;
const MOST_ROWS = 20_000;

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Source<Item> {
  /** One page of what lies in the window, newest first. */
  read(window: Window, page: PageQuery): Promise<Page<Item>>;
  keyOf(item: Item): string;
  timeOf(item: Item): number;
}

export interface Unseen<Item> {
  /** Oldest first. */
  readonly items: readonly Item[];
  /** Whether the window holds more than is looked at, so that older ones may be missing. */
  readonly isCut: boolean;
}

/**
 * Answers at each call what lies in the window and was not answered before. Windows may overlap and move forward; what
 * came late and is still inside is answered, too. Looks at the newest 20,000 of a window.
 */
export function createUnseen<Item>({
  read,
  keyOf,
  timeOf,
}: Source<Item>): (window: Window) => Promise<Unseen<Item>> {
  let seen = new Set<string>();
  return async (window) => {
    const inside = new Set<string>();
    const fresh: Item[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Item> = await read(window, { limit: PAGE_ROWS, ...(cursor !== null && { cursor }) });
      for (const item of page.items) {
        const key = keyOf(item);
        if (!seen.has(key) && !inside.has(key)) fresh.push(item);
        inside.add(key);
      }
      cursor = page.nextCursor;
    } while (cursor !== null && inside.size < MOST_ROWS);
    seen = inside;
    return { items: fresh.sort((one, other) => timeOf(one) - timeOf(other)), isCut: cursor !== null };
  };
}
