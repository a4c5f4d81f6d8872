import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../../model/telemetry';
import { log, T0_NS } from '../../contract/fixtures';
import type { Position } from '../../derive/cursor';
import { newestRecords, positionOf, type RankedRecord } from './newest-records';

/** All pages of so many records, each read from records offered in the order of the time. */
function pages(offers: readonly (readonly LogRecord[])[], size: number): RankedRecord[] {
  const shown: RankedRecord[] = [];
  let after: Position | null = null;
  for (let page = 0; ; page += 1) {
    const newest = newestRecords(after, size);
    for (const record of offers[page % offers.length] ?? []) {
      if (newest.wants(record.timeNs)) newest.offer(record);
    }
    const found = newest.result();
    shown.push(...found);
    const last = found.at(-1);
    if (last === undefined) return shown;
    after = positionOf(last);
  }
}

const record = (at: number, body: string) => log({ timeNs: T0_NS + BigInt(at), body });

const records = fc.uniqueArray(
  fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 30 })).map(([at, body]) => record(at, String(body))),
  { selector: ({ timeNs, body }) => `${timeNs} ${body}`, maxLength: 40 },
);

describe('the newest records', () => {
  test('come by time, whatever the order in which blocks offer them', () => {
    const all = [3, 1, 4, 2, 5].map((at) => record(at, String(at)));
    expect(pages([all], 2).map(({ log: { body } }) => body)).toEqual(['5', '4', '3', '2', '1']);
  });

  test('are all shown once over pages, though merging changes the order between pages', () => {
    fc.assert(
      fc.property(records, fc.nat({ max: 6 }), (all, size) => {
        const shown = pages(
          [all, all.toReversed(), all.toSorted((a, b) => (a.body < b.body ? -1 : 1))],
          size + 1,
        );
        expect(shown).toHaveLength(all.length);
        expect(new Set(shown.map((one) => one.log))).toEqual(new Set(all));
        expect(shown.map((one) => one.log.timeNs)).toEqual(
          all.map(({ timeNs }) => timeNs).sort((a, b) => Number(b - a)),
        );
      }),
    );
  });

  test('which share time and hash are told apart by a counter', () => {
    // Records that are equal in everything stand for two whose hashes are equal by accident.
    const twins = [record(1, 'same'), record(1, 'same'), record(1, 'same'), record(0, 'older')];
    const shown = pages([twins, twins.toReversed()], 1);
    expect(shown.map(({ ordinal, log: { body } }) => [body, ordinal])).toEqual([
      ['same', 1],
      ['same', 2],
      ['same', 3],
      ['older', 1],
    ]);
  });

  test('say before which time nothing is wanted any more', () => {
    const newest = newestRecords(null, 2);
    newest.offer(record(5, 'a'));
    expect(newest.floor()).toBeNull();
    newest.offer(record(9, 'b'));
    newest.offer(record(7, 'c'));
    expect(newest.floor()).toBe(T0_NS + 7n);
    expect(newest.wants(T0_NS + 7n)).toBe(true);
    expect(newest.wants(T0_NS + 6n)).toBe(false);
  });
});
