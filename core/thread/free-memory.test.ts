import { expect, it } from 'vitest';
import { freeMemory } from './free-memory';

const BYTES = 256 * 1024 * 1024;

it('gives memory back at once, without a collection', () => {
  const bytes = new Uint8Array(BYTES);
  const before = process.memoryUsage().arrayBuffers;
  freeMemory(bytes.buffer);
  expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThan(BYTES / 2);
  expect(bytes.byteLength).toBe(0);
});
