import { expect, it } from 'vitest';
import { whenArrived } from './when-arrived';

type Update = readonly [there: string, coming: Promise<string | null> | null];

/** The values reported for each answer in turn, on a screen that refreshes. */
async function toldOf(...updates: readonly Update[]): Promise<readonly string[]> {
  const told: string[] = [];
  for (const [there, coming] of updates) {
    const end = whenArrived(there, coming, (whole) => told.push(whole));
    await coming?.catch(() => {});
    end();
  }
  return told;
}

it('tells what came, or what is there where that is all', async () => {
  expect(await toldOf(['counts', Promise.resolve('map')])).toEqual(['map']);
  expect(await toldOf(['counts', Promise.resolve(null)])).toEqual(['counts']);
});

it('takes what was there at once for the newest: a map of before does not come back while the next one is waited for', async () => {
  expect(await toldOf(['counts of 9:00', Promise.resolve('map of 9:00')], ['map of 9:05', null])).toEqual([
    'map of 9:00',
    'map of 9:05',
  ]);
});

it('takes what is there where the rest fails: a map of before does not stay', async () => {
  const failed = Promise.reject(new Error('the store is busy'));
  expect(
    await toldOf(['counts of 9:00', Promise.resolve('map of 9:00')], ['counts of 9:05', failed]),
  ).toEqual(['map of 9:00', 'counts of 9:05']);
});

it('tells nothing of what is no longer waited for', async () => {
  const told: string[] = [];
  const late = Promise.resolve('map of 9:00');
  whenArrived('counts of 9:00', late, (whole) => told.push(whole))();
  await late;
  expect(told).toEqual([]);
});
