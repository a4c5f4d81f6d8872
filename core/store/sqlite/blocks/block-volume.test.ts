import { expect, it } from 'vitest';
import { T0_MS } from '../../contract/fixtures';
import { wordToken } from '../../derive/words';
import { prepareBlockVolume } from './block-volume';
import { looseLog, traceContent, withBlocks } from './testing';

const SMALL = { groupSize: 8, blockRows: 24 };

it('names the blocks that a search would answer, all of them or those with a token', () => {
  withBlocks(SMALL, ({ write, store, search, db }) => {
    for (let index = 0; index < 200; index += 1) {
      const number = (index * 7919) % 200;
      write(number % 3 === 0 ? { spans: [], logs: [looseLog(number)] } : traceContent(number));
      store.maintain(0);
    }
    const volume = prepareBlockVolume(db);
    const logs = { fromMs: T0_MS + 50, toMs: T0_MS + 120 };
    for (const query of [
      { logs },
      { logs, tokens: [wordToken('placed')] },
      { logs, tokens: [wordToken('order77')] },
    ]) {
      const found = volume.withLogs(logs, search.among([query.tokens ?? []], { logs }));
      expect(found.length).toBeGreaterThan(0);
      expect(found).toEqual(
        search
          .find(query)
          .map(({ id }) => id)
          .sort((a, b) => a - b),
      );
    }
    expect(volume.withLogs(logs, [])).toEqual([]);
    const found = search.find({ spans: logs }).toSorted((a, b) => a.id - b.id);
    expect(volume.withSpans(logs, null)).toEqual(found.map(({ id }) => id));
    expect(volume.spans(logs, null)).toBe(found.reduce((sum, { spans }) => sum + spans, 0));
    expect(
      volume.spans(
        logs,
        found.slice(0, 1).map(({ id }) => id),
      ),
    ).toBe(found[0]?.spans);
  });
});

it('counts records by step, and spreads those of a block that reaches over a border', () => {
  withBlocks(SMALL, ({ write, db }) => {
    write({ spans: [], logs: [0, 1, 2, 3].map(looseLog) });
    write({ spans: [], logs: [8, 12].map(looseLog) });
    write({ spans: [], logs: [looseLog(30)] });
    const volume = prepareBlockVolume(db);
    const range = { fromMs: T0_MS, toMs: T0_MS + 20 };
    const ids = volume.withLogs(range, null);
    expect(ids).toHaveLength(2);
    const around = (numbers: readonly number[]) => numbers.map((number) => expect.closeTo(number, 2));
    expect([...volume.logsPerStep(range, 10, null)]).toEqual(around([5, 1]));
    expect([...volume.logsPerStep(range, 10, ids.slice(1))]).toEqual(around([1, 1]));
    expect([...volume.logsPerStep({ fromMs: T0_MS + 10, toMs: T0_MS + 11 }, 10, null)]).toEqual(
      around([0.5]),
    );
    expect([...volume.logsPerStep({ fromMs: T0_MS + 2, toMs: T0_MS + 10 }, 5, null)]).toEqual(
      around([1.33, 1]),
    );
  });
});
