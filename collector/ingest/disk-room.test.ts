import { describe, expect, it } from 'vitest';
import { createDiskRoom, type Disk } from './disk-room';

/** Sizes in MiB. */
const disk = (size: number, free: number): Disk => ({ blocks: size * 256, bavail: free * 256, bsize: 4096 });

describe('room for telemetry', () => {
  it.each([
    ['256 MiB of a large disk', disk(100_000, 257), disk(100_000, 256)],
    ['5 % of a small one', disk(100, 6), disk(100, 5)],
  ])('ends at %s', (_, enough, little) => {
    expect(
      createDiskRoom(
        () => enough,
        () => 0,
      ),
    ).not.toThrow();
    expect(
      createDiskRoom(
        () => little,
        () => 0,
      ),
    ).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringMatching(/Free some space/) }),
    );
  });

  it('is looked for once a second, and is there when nobody can say', () => {
    let free: Disk | null = disk(1000, 0);
    let now = 0;
    const room = createDiskRoom(
      () => free,
      () => now,
    );
    expect(room).toThrow();
    free = disk(1000, 900);
    now = 999;
    expect(room).toThrow();
    now = 1000;
    expect(room).not.toThrow();
    free = null;
    now = 5000;
    expect(room).not.toThrow();
  });
});
