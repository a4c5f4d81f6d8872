import { expect, it } from 'vitest';
import { checkSpace } from './folder-steps';

const disk = (blocks: number, bavail: number) => ({ blocks, bavail, bsize: 1_000_000 });

it('says how much room a disk has, in MB where GB would be a fraction', () => {
  expect(checkSpace(disk(50_000, 12_340))).toBe('12.3 GB free');
  expect(checkSpace(disk(900, 64))).toBe('64 MB free');
});

it('says of a disk that is nearly full how much it takes', () => {
  expect(() => checkSpace(disk(100, 3))).toThrow(
    '3 MB free: telemetry is refused until more than 5 MB are. Free some space',
  );
  expect(() => checkSpace(disk(50_000, 200))).toThrow('until more than 268 MB are');
});
