import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { log, span, T0_NS } from '../../contract/fixtures';
import { PIECE_LIMITS, piecesOf } from './pieces';
import { looseLog, spanId, traceContent, traceId } from './testing';
import { tokensOf } from './tokens';

const contents = (numbers: readonly number[], spans = 2) => {
  const traces = numbers.map((number) => traceContent(number, spans));
  return { spans: traces.flatMap((one) => one.spans), logs: traces.flatMap((one) => one.logs) };
};
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('cutting content into blocks', () => {
  it('loses and repeats nothing, keeps traces together, and gives each piece its own tokens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ trace: fc.nat({ max: 20 }), isLog: fc.boolean() }), { maxLength: 120 }),
        fc.nat({ max: 20 }),
        fc.integer({ min: 4, max: 40 }),
        (rows, loose, target) => {
          const spans = rows.flatMap(({ trace, isLog }, index) =>
            isLog ? [] : [span({ traceId: traceId(trace), spanId: spanId(index) })],
          );
          const logs = [
            ...rows.flatMap(({ trace, isLog }, index) =>
              isLog ? [log({ traceId: traceId(trace), body: `line ${index}` })] : [],
            ),
            ...numbers(loose).map(looseLog),
          ];
          const pieces = [...piecesOf({ spans, logs }, { ...PIECE_LIMITS, rows: target })];
          expect(new Set(pieces.flatMap((piece) => piece.spans))).toEqual(new Set(spans));
          expect(new Set(pieces.flatMap((piece) => piece.logs))).toEqual(new Set(logs));
          expect(pieces.flatMap((piece) => piece.spans)).toHaveLength(spans.length);
          expect(pieces.flatMap((piece) => piece.logs)).toHaveLength(logs.length);
          for (const piece of pieces) {
            const size = piece.spans.length + piece.logs.length;
            expect(size).toBeGreaterThan(0);
            expect(size).toBeLessThanOrEqual(target * 2.25);
            expect(piece.tokens).toEqual(tokensOf(piece));
            const ids = piece.spans.map((one) => one.traceId);
            expect(ids.filter((id, index) => id !== ids[index - 1])).toHaveLength(new Set(ids).size);
          }
        },
      ),
    );
  });

  it('makes about equal blocks of a commit', () => {
    const sizes = [...piecesOf(contents(numbers(1000)))].map(({ spans, logs }) => spans.length + logs.length);
    expect(sizes).toEqual([1500, 1500]);
    expect([...piecesOf(contents(numbers(799)))]).toHaveLength(1);
    expect([...piecesOf({ spans: [], logs: [] })]).toEqual([]);
  });

  it('cuts a trace only when it alone is too much for a block', () => {
    const pieces = [...piecesOf(contents([1, 2], 3000))];
    expect(pieces.map(({ spans }) => spans.length)).toEqual([2252, 2251, 1497]);
  });

  it('bounds what one block holds by bytes and by tokens, not by rows alone', () => {
    const text = 'x'.repeat(100_000);
    const heavy = numbers(100).map((number) =>
      span({ traceId: traceId(number), spanId: spanId(number), attributes: { text: `${number}${text}` } }),
    );
    const byBytes = [...piecesOf({ spans: heavy, logs: [] })];
    expect(byBytes.length).toBe(5);
    expect(byBytes.every(({ size }) => size < 2.3 * 1024 * 1024)).toBe(true);
    const rich = numbers(100).map((number) =>
      log({
        timeNs: T0_NS,
        body: numbers(1000)
          .map((word) => `w${number}x${word}`)
          .join(' '),
      }),
    );
    const byTokens = [...piecesOf({ spans: [], logs: rich })];
    expect(byTokens.length).toBe(6);
    expect(byTokens.every(({ tokens }) => tokens.length < 18_000)).toBe(true);
  });
});
