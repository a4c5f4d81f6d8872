import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchSelf } from './self-figures';

const MINUTE = 60_000;

it('knows how much of the disk is free, and what was refused in the last five minutes', async () => {
  let clock = 1000 * MINUTE;
  const watch = watchSelf(join(tmpdir(), 'faaslens.db'), () => clock);
  const { self_disk_free: free, self_rejected: none } = await watch.figures();
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThanOrEqual(1);
  expect(none).toBe(0);
  watch.noteRejected(3);
  clock += 2 * MINUTE;
  watch.noteRejected(4);
  expect(await watch.figures()).toMatchObject({ self_rejected: 7 });
  clock += 3 * MINUTE;
  expect(await watch.figures()).toMatchObject({ self_rejected: 4 });
  watch.noteRejectedElsewhere(10);
  expect(await watch.figures()).toMatchObject({ self_rejected: 14 });
  clock += MINUTE;
  expect(await watch.figures()).toMatchObject({ self_rejected: 4 });
  watch.noteCheck(1);
  watch.noteCheck(2);
  expect(await watch.figures()).toMatchObject({ self_rejected: 4, self_check_failures: 3 });
  clock -= 60 * MINUTE;
  expect(await watch.figures()).toMatchObject({ self_rejected: 0, self_check_failures: 0 });
});

it('knows nothing of a disk whose folder is gone, and the rest all the same', async () => {
  const watch = watchSelf(join(tmpdir(), 'faaslens-never-made', 'faaslens.db'), () => 0);
  watch.noteRejected(3);
  expect(await watch.figures()).toEqual({ self_disk_free: null, self_rejected: 3, self_check_failures: 0 });
});
