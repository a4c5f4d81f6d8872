import { FaaslensError } from '@/core/errors';

const LEAST_FREE_BYTES = 256 * 1024 * 1024;
const LEAST_FREE_SHARE = 0.05;
const LOOK_EVERY_MS = 1000;

/** A disk as `statfs` describes it. */
export interface Disk {
  readonly blocks: number;
  readonly bavail: number;
  readonly bsize: number;
}

/** Bytes that telemetry leaves free for alerts, retention and people's changes: 256 MiB, or 5 % of a small disk. */
export function reserveOf({ blocks, bsize }: Disk): number {
  return Math.min(LEAST_FREE_BYTES, Math.floor(blocks * bsize * LEAST_FREE_SHARE));
}

/**
 * Refuses telemetry while the disk has no more than its reserve free. Reads the disk's figures at most once a second.
 * @param look returns null when the figures are unknown
 * @param now milliseconds of a monotonic clock
 * @throws FaaslensError `unavailable`, from the returned function
 */
export function createDiskRoom(look: () => Disk | null, now: () => number): () => void {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isFull = false;
  return () => {
    const at = now();
    if (at - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = at;
      const disk = look();
      isFull = disk !== null && disk.bavail * disk.bsize <= reserveOf(disk);
    }
    if (isFull)
      throw new FaaslensError(
        'unavailable',
        'The disk of the database is nearly full: telemetry is taken again when there is room. Free some space, or set FAASLENS_MAX_DISK_GB',
      );
  };
}
