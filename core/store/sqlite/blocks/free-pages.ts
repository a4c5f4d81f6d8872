import type Database from 'better-sqlite3';

/**
 * Free pages are used again; only more of them than are needed soon are given back: a part of the file, in these bounds. A
 * merge of small blocks frees up to 20 pages, which the next small ones need.
 */
const MOST_SHARE = 1 / 64;
const LEAST_FREE = 32;
const MOST_FREE = 2048;
/** Giving back ends at this part of what may be free, so that it does not begin again at once. */
const LEAVE_SHARE = 1 / 2;
const PAGES_AT_ONCE = 128;

export interface FreePages {
  /** Cuts the file by up to a mebibyte when much of it is free; answers whether it did. Not inside a transaction. */
  giveBack(): boolean;
}

export function createFreePages(db: Database.Database): FreePages {
  const number = (name: string): number => Number(db.pragma(name, { simple: true }));
  let isGivingBack = false;
  return {
    giveBack() {
      const free = number('freelist_count');
      const most = Math.min(Math.max(number('page_count') * MOST_SHARE, LEAST_FREE), MOST_FREE);
      const leave = Math.floor(most * LEAVE_SHARE);
      isGivingBack = free > (isGivingBack ? leave : most);
      if (isGivingBack) db.pragma(`incremental_vacuum(${Math.min(PAGES_AT_ONCE, free - leave)})`);
      return isGivingBack;
    },
  };
}
