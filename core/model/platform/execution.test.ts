import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { executionsOf, mergeFacts } from './execution';
import { NO_FIGURES, type PlatformFact } from './fact';
import { factsOfLog } from './facts-of-log';
import { platformOriginOf } from './origin';
import { executionsFromText, executionsToText } from './stored-executions';
import { LAMBDA, logAt, REQUEST } from './testing/logs';

const ORIGINS = [platformOriginOf(LAMBDA), { ...platformOriginOf(LAMBDA), name: '', accountId: '1' }];
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const anyFact: fc.Arbitrary<PlatformFact> = fc.record({
  kind: fc.constantFrom('start', 'runtimeDone', 'report', 'timeout', 'crash'),
  origin: fc.constantFrom(...ORIGINS),
  requestId: fc.constant(REQUEST),
  timeNs: fc.integer({ min: 0, max: 200 }).map((seconds) => BigInt(seconds) * 1_000_000_000n),
  durationMs: maybe(fc.integer({ min: 1, max: 60_000 })),
  billedMs: maybe(fc.integer({ min: 1, max: 3 })),
  memorySizeMb: maybe(fc.constantFrom(128, 512)),
  maxMemoryUsedMb: maybe(fc.constantFrom(64, 128)),
  initDurationMs: maybe(fc.constantFrom(100.5, 200)),
  restoreDurationMs: maybe(fc.constant(30)),
  timeoutMs: maybe(fc.constant(3000)),
  status: maybe(fc.constantFrom('success', 'error', 'failure', 'timeout')),
  errorType: maybe(fc.constantFrom('A', 'B')),
  errorMessage: maybe(fc.constantFrom('a', 'b')),
  traceId: maybe(fc.constant('5759e988bd862e3fe1be46a994272793')),
});
const someFacts = fc.array(anyFact, { maxLength: 6 });
const merged = (facts: readonly PlatformFact[]) => facts.map(executionsOf).reduce(mergeFacts, []);

describe('merging facts', () => {
  test('gives the same whatever the order, the grouping and the repeats', () => {
    fc.assert(
      fc.property(someFacts, someFacts, someFacts, (a, b, c) => {
        const [A, B, C] = [merged(a), merged(b), merged(c)];
        expect(mergeFacts(A, B)).toEqual(mergeFacts(B, A));
        expect(mergeFacts(mergeFacts(A, B), C)).toEqual(mergeFacts(A, mergeFacts(B, C)));
        expect(mergeFacts(A, A)).toEqual(A);
        expect(mergeFacts(mergeFacts(A, B), merged([...b, ...a]))).toEqual(mergeFacts(A, B));
        expect(executionsFromText(executionsToText(A))).toEqual(A);
      }),
      { numRuns: 1_000 },
    );
  });

  test('joins start, timeout and report of one execution', () => {
    const lines = [
      logAt(10_000, `START RequestId: ${REQUEST} Version: 7`),
      logAt(310_010, `2026-11-21T05:00:00.000Z ${REQUEST} Task timed out after 300.00 seconds`),
      logAt(
        310_020,
        `REPORT RequestId: ${REQUEST}\tDuration: 300000.00 ms\tBilled Duration: 300000 ms\tStatus: timeout`,
      ),
    ];
    expect(merged(lines.flatMap(factsOfLog))).toMatchObject([
      {
        fromNs: 10_000_000_000n,
        toNs: 310_020_000_000n,
        hasStart: true,
        hasEnd: true,
        status: 'timeout',
        billedMs: 300_000,
        timeoutMs: 300_000,
      },
    ]);
  });

  test('keeps the retries of one request id apart', () => {
    const attempt = (startMs: number, billed: number) => [
      logAt(startMs, `START RequestId: ${REQUEST} Version: 7`),
      logAt(
        startMs + 2000,
        `REPORT RequestId: ${REQUEST}\tDuration: 2000.00 ms\tBilled Duration: ${billed} ms`,
      ),
    ];
    const facts = [...attempt(0, 2001), ...attempt(62_000, 2002), ...attempt(184_000, 2003)].flatMap(
      factsOfLog,
    );
    expect(merged(facts).map(({ billedMs }) => billedMs)).toEqual([2001, 2002, 2003]);
    expect(merged([...facts].reverse())).toEqual(merged(facts));
  });

  test('takes nothing from an init and bounds what a hostile sender can pile up', () => {
    const fact: PlatformFact = {
      ...NO_FIGURES,
      kind: 'init',
      requestId: null,
      origin: platformOriginOf(LAMBDA),
      timeNs: 0n,
    };
    expect(executionsOf(fact)).toEqual([]);
    const many = Array.from({ length: 500 }, (_, index) =>
      logAt(index * 60_000, `START RequestId: ${REQUEST}`),
    );
    expect(merged(many.flatMap(factsOfLog))).toHaveLength(32);
  });
});
