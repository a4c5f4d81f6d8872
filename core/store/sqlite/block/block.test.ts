import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { span, spanId, traceId } from '../../contract/fixtures';
import type { Block, BlockContent } from './block';
import { encodeBlock } from './encode';
import { openBlock } from './open';
import { blockContent } from './testing/arbitrary';

/** Everything in a block, by every way of reading it. */
function contentOf(block: Block): BlockContent {
  return {
    spans: Array.from({ length: block.spanCount }, (_, i) => block.spanAt(i)),
    logs: Array.from({ length: block.logCount }, (_, i) => block.logAt(i)),
  };
}

test('spans and log records come back equal, in every value, its type and the order of keys', () => {
  fc.assert(
    fc.property(blockContent, fc.boolean(), (content, compress) => {
      const block = openBlock(encodeBlock(content, { compress }));
      const read = contentOf(block);
      const isSame = isDeepStrictEqual(read, { ...content });
      if (!isSame) expect(read).toEqual({ ...content });
      expect(isSame).toBe(true);
      expect(inOrder(read)).toBe(inOrder(content));
    }),
    { numRuns: 100 },
  );
});

test('records are found by their trace, and a trace that is not there has none', () => {
  fc.assert(
    fc.property(blockContent, ({ spans, logs }) => {
      const block = openBlock(encodeBlock({ spans, logs }));
      const traces = [...spans, ...logs].flatMap(({ traceId }) => traceId ?? []);
      expect(block.traceIds()).toEqual([...new Set(traces)]);
      for (const traceId of block.traceIds()) {
        expect(block.spansOf(traceId)).toEqual(spans.filter((span) => span.traceId === traceId));
        expect(block.logsOf(traceId)).toEqual(logs.filter((log) => log.traceId === traceId));
      }
      expect(block.spansOf('f'.repeat(32))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('columns say the same as the records', () => {
  fc.assert(
    fc.property(blockContent, ({ spans, logs }) => {
      const block = openBlock(encodeBlock({ spans, logs }));
      const ofSpans = block.spanColumns();
      spans.forEach((span, i) => {
        expect(ofSpans.startNs[i]).toBe(span.startNs);
        expect(ofSpans.endNs[i]).toBe(span.endNs);
        expect(block.traceIds()[ofSpans.traceIndex[i] ?? -1]).toBe(span.traceId);
        expect(ofSpans.resourceAt(i)).toEqual(span.resource);
        expect([ofSpans.idAt(i), ofSpans.parentIdAt(i)]).toEqual([span.spanId, span.parentSpanId]);
        expect(ofSpans.nameAt(i)).toBe(span.name);
        expect(['unset', 'ok', 'error'][ofSpans.status[i] ?? -1]).toBe(span.status);
        for (const [key, value] of Object.entries(span.attributes))
          expect(ofSpans.attributeAt(i, key)).toEqual(value);
        expect(ofSpans.attributeAt(i, 'no such key')).toBeUndefined();
        for (const value of Object.values(span.attributes))
          if (typeof value === 'string') expect(block.mayHold(value)).toBe(true);
      });
      const ofLogs = block.logColumns();
      logs.forEach((log, i) => {
        expect(ofLogs.timeNs[i]).toBe(log.timeNs);
        expect(ofLogs.severity[i]).toBe(log.severity);
        expect(block.traceIds()[ofLogs.traceIndex[i] ?? -1] ?? null).toBe(log.traceId);
        expect(ofLogs.bodyAt(i)).toBe(log.body);
        expect(ofLogs.spanIdAt(i)).toBe(log.spanId);
        expect(ofLogs.resourceAt(i)).toEqual(log.resource);
      });
      const distinct = [...spans, ...logs].map(({ resource }) => JSON.stringify(resource.attributes));
      expect(block.resources().length).toBeLessThanOrEqual(new Set(distinct).size);
    }),
    { numRuns: 25 },
  );
});

test('an id that no record has is told without decoding, also where ids are written in full', () => {
  const id = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-4000-a000-0123456789ab`;
  // Of texts that all begin with another word, most are written in full.
  const words = (number: number) =>
    `${`${number}`.replace(/\d/g, (digit) => 'ghijklmnop'[+digit] ?? '')} ${id(number)}`;
  for (const textOf of [id, words]) {
    const spans = Array.from({ length: 200 }, (_, number) =>
      span({ traceId: traceId(1), spanId: spanId(number), attributes: { 'request.id': textOf(number) } }),
    );
    const block = openBlock(encodeBlock({ spans, logs: [] }));
    const told = Array.from({ length: 400 }, (_, number) => block.mayHold(textOf(number)));
    expect(told.indexOf(false)).toBe(200);
    expect(told.lastIndexOf(true)).toBe(199);
    expect(block.mayHold('no id')).toBe(true);
  }
});

/** As text, where the order of keys shows. */
function inOrder(content: BlockContent): string {
  return JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
