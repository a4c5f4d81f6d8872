import { beforeEach, describe, expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import { MS, span, spanId, T0_NS, traceId } from '../contract/fixtures';
import { encodeBlock } from './block/encode';
import { openBlock } from './block/open';
import { createStoredTraces } from './stored-traces';

const TRACE = traceId(1);

/** Blocks by id, and which were loaded since the last look. */
let stored: Map<number, readonly Span[]>;
let loaded: number[];
const blocks = {
  blocksOfTrace: (id: string) =>
    [...stored].filter(([, spans]) => spans.some((one) => one.traceId === id)).map(([id]) => id),
  load(id: number) {
    loaded.push(id);
    return openBlock(encodeBlock({ spans: stored.get(id) ?? [], logs: [] }));
  },
};
const loads = () => loaded.splice(0).sort((a, b) => a - b);

beforeEach(() => {
  loaded = [];
  stored = new Map();
  for (let id = 1; id <= 6; id += 1) stored.set(id, [span({ traceId: TRACE, spanId: spanId(id) })]);
});

describe('the stored spans of a trace', () => {
  test('that is spread over many blocks are read once, and then only what is new', () => {
    const traces = createStoredTraces(blocks);
    const first = traces.spansOf(TRACE);
    expect([...first.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6].map(spanId));
    expect(loads()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(traces.spansOf(TRACE)).toEqual(first);
    expect(loads()).toEqual([]);

    const later = span({ traceId: TRACE, spanId: spanId(2), name: 'later', endNs: T0_NS + 9n * MS });
    stored.set(7, [later]);
    expect(traces.spansOf(TRACE).get(spanId(2))?.name).toBe('later');
    expect(loads()).toEqual([7]);

    // A merge made one block of three.
    stored.set(
      8,
      [5, 6].map((id) => span({ traceId: TRACE, spanId: spanId(id) })),
    );
    for (const id of [5, 6]) stored.delete(id);
    expect(traces.spansOf(TRACE).size).toBe(6);
    expect(loads()).toEqual([8]);
    stored.delete(8);
    expect(traces.spansOf(TRACE).size).toBe(4);
  });

  test('that is in a few blocks are not remembered, and a new trace has none', () => {
    const traces = createStoredTraces(blocks);
    stored = new Map([...stored].slice(0, 2));
    traces.spansOf(TRACE);
    traces.spansOf(TRACE);
    expect(loads()).toEqual([1, 1, 2, 2]);
    expect(traces.spansOf(traceId(2)).size).toBe(0);
    expect(loads()).toEqual([]);
  });

  test('are forgotten when they are too much, those of the trace that was not asked for longest first', () => {
    const other = traceId(2);
    for (const [id, spans] of [...stored]) {
      stored.set(
        id + 10,
        spans.map((one) => ({ ...one, traceId: other })),
      );
    }
    // Room for one of the two.
    const traces = createStoredTraces(blocks, 6 * 180);
    expect([traces.spansOf(TRACE).size, traces.spansOf(other).size]).toEqual([6, 6]);
    loads();
    traces.spansOf(other);
    expect(loads()).toEqual([]);
    traces.spansOf(TRACE);
    expect(loads()).toEqual([1, 2, 3, 4, 5, 6]);

    const little = createStoredTraces(blocks, 300);
    expect([little.spansOf(TRACE).size, little.spansOf(TRACE).size]).toEqual([6, 6]);
    expect(loads().length).toBeGreaterThan(6);
  });

  test('are read anew after a rollback, because the ids of blocks are given again', () => {
    const traces = createStoredTraces(blocks);
    traces.spansOf(TRACE);
    stored.set(6, [span({ traceId: TRACE, spanId: spanId(60) })]);
    traces.forget();
    expect(traces.spansOf(TRACE).has(spanId(60))).toBe(true);
  });
});
