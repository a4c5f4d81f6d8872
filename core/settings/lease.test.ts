import { afterEach, beforeEach, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { MINUTE_MS } from '../model/time-range';
import { type OpenSettings, openSettings } from './index';
import { LEASE_MS } from './lease';

let clock = 1_000_000_000_000;
let database: ReturnType<typeof newDatabase>;
let first: OpenSettings;
let second: OpenSettings;

beforeEach(async () => {
  database = newDatabase();
  [first, second] = [await open(), await open()];
});
afterEach(async () => {
  await Promise.all([first.close(), second.close()]);
  database.remove();
});

const open = () => openSettings({ databaseFile: database.file, now: () => clock });

it('has one holder, who keeps it for as long as it renews it', async () => {
  expect(await first.lease.take()).toBe(true);
  expect(await second.lease.take()).toBe(false);
  for (let turn = 0; turn < 5; turn += 1) {
    clock += LEASE_MS - 1;
    expect(await first.lease.renew()).toBe(true);
    expect(await second.lease.take()).toBe(false);
  }
});

it('goes to one of those who take it at once', async () => {
  const others = await Promise.all(Array.from({ length: 4 }, open));
  const took = await Promise.all([first, second, ...others].map(({ lease }) => lease.take()));
  expect(took.filter((has) => has)).toHaveLength(1);
  await Promise.all(others.map((settings) => settings.close()));
});

it('moves on within 30 seconds of the last word of a holder that died, and at once from one that stops', async () => {
  await first.lease.take();
  clock += 30_000;
  expect(await second.lease.take()).toBe(true);
  expect(await first.lease.renew()).toBe(false);
  expect(await first.lease.take()).toBe(false);
  await second.lease.release();
  expect(await first.lease.take()).toBe(true);
});

it('is not kept by one that died before the clock was set back', async () => {
  await first.lease.take();
  clock -= 60 * MINUTE_MS;
  expect(await second.lease.take()).toBe(true);
  expect(await first.lease.take()).toBe(false);
  clock -= LEASE_MS;
  expect(await first.lease.take()).toBe(false);
  expect(await second.lease.renew()).toBe(true);
});

it('lets a holder that was cut off commit nothing, not even when it holds it again', async () => {
  const before = clock + MINUTE_MS;
  await first.lease.take();
  await first.memory.commit([], before);
  clock += 30_000;
  await second.lease.take();
  await expect(first.memory.commit([], before + MINUTE_MS)).rejects.toThrow();
  expect(await second.memory.evaluatedUntil()).toBe(before);
  await second.memory.commit([], before + 2 * MINUTE_MS);
  clock += 30_000;
  const late = await open();
  // The round that began before is another one's now.
  await late.lease.take();
  await expect(second.memory.commit([], before + 3 * MINUTE_MS)).rejects.toThrow();
  await late.close();
  expect(await first.memory.evaluatedUntil()).toBe(before + 2 * MINUTE_MS);
});
