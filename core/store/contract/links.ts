import { expect, test } from 'vitest';
import type { TelemetryReader, TraceLink } from '../store';
import { batch, DAY, type OpenEmptyStore, span, spanId, T0_NS, traceId, withStore } from './fixtures';

const link = (trace: number, of: number) => ({
  traceId: traceId(trace),
  spanId: spanId(of),
  attributes: { n: of },
});
const linked = (trace: number, of: number, to: readonly ReturnType<typeof link>[], endNs = T0_NS + 5n) =>
  span({ traceId: traceId(trace), spanId: spanId(of), startNs: T0_NS, endNs, links: to });

const pairs = (links: readonly TraceLink[]) =>
  links.map(({ from, to }) => `${from.traceId}/${from.spanId} ${to.traceId}/${to.spanId}`).sort();
const pair = (from: readonly [number, number], to: readonly [number, number]) =>
  [from, to].map(([trace, of]) => `${traceId(trace)}/${spanId(of)}`).join(' ');
const out = async (reader: TelemetryReader, trace: number) =>
  pairs((await reader.trace(traceId(trace), 100))?.links ?? []);

export function linksContract(open: OpenEmptyStore): void {
  test('links are found from both ends, also by who links to a trace that is not stored', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([linked(1, 1, [])]));
      await writer.write(batch([linked(2, 2, [link(1, 1), link(9, 9)])]));
      await writer.write(batch([linked(3, 3, [link(1, 1)]), linked(3, 4, [link(1, 1)])]));
      const check = async () => {
        expect(await out(reader, 2)).toEqual([pair([2, 2], [1, 1]), pair([2, 2], [9, 9])].sort());
        expect(await out(reader, 1)).toEqual([]);
        expect(pairs(await reader.linksTo(traceId(1), DAY, 10))).toEqual(
          [pair([2, 2], [1, 1]), pair([3, 3], [1, 1]), pair([3, 4], [1, 1])].sort(),
        );
        expect(pairs(await reader.linksTo(traceId(9), DAY, 10))).toEqual([pair([2, 2], [9, 9])]);
        expect(await reader.linksTo(traceId(1), DAY, 2)).toHaveLength(2);
        expect(await reader.linksTo(traceId(4), DAY, 10)).toEqual([]);
      };
      await check();
      while (await writer.tidy(1000));
      await check();
    }));

  test('a pair of spans is one link, and a link within a trace is none', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([linked(1, 1, [link(2, 2), link(2, 2), link(1, 1)])]));
      expect(await out(reader, 1)).toEqual([pair([1, 1], [2, 2])]);
      expect(pairs(await reader.linksTo(traceId(2), DAY, 10))).toEqual([pair([1, 1], [2, 2])]);
      expect(await reader.linksTo(traceId(1), DAY, 10)).toEqual([]);
    }));

  test('links to a trace are of spans that start in the range', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([linked(1, 1, [link(3, 3)])]));
      const later = { ...linked(2, 2, [link(3, 3)]), startNs: T0_NS + 2_000_000n, endNs: T0_NS + 3_000_000n };
      await writer.write(batch([later]));
      const t0Ms = DAY.fromMs;
      const found = async (fromMs: number, toMs: number) =>
        pairs(await reader.linksTo(traceId(3), { fromMs, toMs }, 10));
      expect(await found(t0Ms, t0Ms + 2)).toEqual([pair([1, 1], [3, 3])]);
      expect(await found(t0Ms + 2, t0Ms + 3)).toEqual([pair([2, 2], [3, 3])]);
      expect(await found(t0Ms, t0Ms + 3)).toHaveLength(2);
      expect(await found(t0Ms + 3, t0Ms + 9)).toEqual([]);
    }));

  test('a span that is replaced by one without the link links no more', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([linked(1, 1, [link(2, 2)])]));
      await writer.write(batch([linked(1, 1, [], T0_NS + 9n)]));
      expect(await reader.linksTo(traceId(2), DAY, 10)).toEqual([]);
    }));

  test('all spans of a trace come in full, by start time', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([linked(1, 2, [link(2, 2)]), linked(1, 1, []), linked(2, 1, [])]));
      const spans = await reader.spans(traceId(1), 10);
      expect(spans.map((one) => one.spanId)).toEqual([spanId(1), spanId(2)]);
      expect(spans[1]).toEqual(await reader.span(traceId(1), spanId(2)));
      expect(await reader.spans(traceId(1), 1)).toHaveLength(1);
      expect(await reader.spans(traceId(7), 1)).toEqual([]);
      expect(await reader.spans('x', 1)).toEqual([]);
    }));
}
