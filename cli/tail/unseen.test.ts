import { expect, it } from 'vitest';
import { createUnseen, type Source } from './unseen';

interface Thing {
  readonly id: string;
  readonly time: number;
}

/** A list that is paged by position, newest first, as the store's lists are. */
function source(list: Thing[]): Source<Thing> {
  return {
    read: async ({ fromMs, toMs }, page) => {
      const inside = list.filter(({ time }) => time >= fromMs && time < toMs).sort((a, b) => b.time - a.time);
      const from = Number(page.cursor ?? 0);
      const end = from + page.limit;
      return { items: inside.slice(from, end), nextCursor: end < inside.length ? String(end) : null };
    },
    keyOf: ({ id }) => id,
    timeOf: ({ time }) => time,
  };
}

const things = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: `t${from + index}`, time: from + index }));

it('answers each thing once, oldest first, over many pages and moving windows', async () => {
  const list = things(0, 1200);
  const unseen = createUnseen(source(list));
  const first = await unseen({ fromMs: 0, toMs: 5000 });
  expect(first.items).toEqual(things(0, 1200));
  expect(first.isCut).toBe(false);
  list.push(...things(1200, 1203));
  expect((await unseen({ fromMs: 100, toMs: 5000 })).items).toEqual(things(1200, 1203));
  expect((await unseen({ fromMs: 200, toMs: 5000 })).items).toEqual([]);
});

it('answers what came late while its time is inside the window, and not after', async () => {
  const list = things(0, 10);
  const unseen = createUnseen(source(list));
  await unseen({ fromMs: 0, toMs: 100 });
  list.push({ id: 'late', time: 5 }, { id: 'too late', time: 1 });
  expect((await unseen({ fromMs: 3, toMs: 100 })).items).toEqual([{ id: 'late', time: 5 }]);
});

it('says when a window holds more than is looked at', async () => {
  const unseen = createUnseen(source(things(0, 21_000)));
  const { items, isCut } = await unseen({ fromMs: 0, toMs: 30_000 });
  expect(isCut).toBe(true);
  expect(items.at(-1)?.id).toBe('t20999');
});
