import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IngestQueue } from './ingest-queue';

const item = (sender: string, bytes: number) => ({ sender, bytes });

function drain(queue: IngestQueue<ReturnType<typeof item>>): string {
  let order = '';
  for (let next = queue.shift(); next; next = queue.shift()) order += next.sender;
  return order;
}

it('takes turns between senders, however much one of them hands in', () => {
  const queue = new IngestQueue<ReturnType<typeof item>>();
  for (let count = 0; count < 5; count += 1) queue.push('a', item('a', 1_000));
  for (let count = 0; count < 2; count += 1) queue.push('b', item('b', 1_000));
  expect(drain(queue)).toBe('ababaaa');
});

it('weighs what is handed in: many small ones pass one large', () => {
  const queue = new IngestQueue<ReturnType<typeof item>>();
  for (let count = 0; count < 3; count += 1) queue.push('a', item('a', 1_000_000));
  for (let count = 0; count < 10; count += 1) queue.push('b', item('b', 10_000));
  expect(drain(queue)).toBe('abbbbbbbbbbaa');
});

it('lets nobody save up turns by being idle', () => {
  const queue = new IngestQueue<ReturnType<typeof item>>();
  for (let count = 0; count < 100; count += 1) {
    queue.push('a', item('a', 1_000));
    queue.shift();
  }
  queue.push('b', item('b', 1_000));
  queue.push('b', item('b', 1_000));
  queue.push('a', item('a', 1_000));
  expect(drain(queue)).toMatch(/^(bab|abb|bba)$/);
});

it('lets nobody escape what it has had by being empty for a moment', () => {
  const queue = new IngestQueue<ReturnType<typeof item>>();
  queue.push('a', item('a', 50_000_000));
  queue.shift();
  queue.push('a', item('a', 1_000));
  for (let count = 0; count < 5; count += 1) queue.push('b', item('b', 1_000));
  expect(drain(queue)).toBe('bbbbba');
});

it('gives everything back once, each sender in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(5_000))), (pushes) => {
      const queue = new IngestQueue<{ sender: string; bytes: number; place: number }>();
      const taken: { sender: string; place: number }[] = [];
      pushes.forEach(([sender, bytes], place) => {
        queue.push(sender, { sender, bytes, place });
        if (bytes % 3 === 0) taken.push(...[queue.shift()].flatMap((one) => (one ? [one] : [])));
      });
      for (let next = queue.shift(); next; next = queue.shift()) taken.push(next);
      expect(taken.map(({ place }) => place).sort((one, other) => one - other)).toEqual([...pushes.keys()]);
      for (const sender of ['a', 'b', 'c']) {
        const places = taken.filter((one) => one.sender === sender).map(({ place }) => place);
        expect(places).toEqual([...places].sort((one, other) => one - other));
      }
    }),
  );
});
