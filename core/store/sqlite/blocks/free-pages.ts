import type Database from 'better-sqlite3';

/** Free pages are used again; only more of them than the next group needs on its way are given back to the disk. */
const MOST_FREE = 2048;
const LEAVE_FREE = 1024;
const PAGES_AT_ONCE = 128;

export interface FreePages {
  /** Cuts the file by up to a mebibyte when much of it is free; answers whether it did. Not inside a transaction. */
  giveBack(): boolean;
}

export function createFreePages(db: Database.Database): FreePages {
  let isGivingBack = false;
  return {
    giveBack() {
      const free = Number(db.pragma('freelist_count', { simple: true }));
      isGivingBack = free > (isGivingBack ? LEAVE_FREE : MOST_FREE);
      if (isGivingBack) db.pragma(`incremental_vacuum(${Math.min(PAGES_AT_ONCE, free - LEAVE_FREE)})`);
      return isGivingBack;
    },
  };
}
