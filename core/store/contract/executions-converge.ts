import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord, MetricPoint, Span } from '../../model/telemetry';
import { everythingIn } from './everything';
import { withClock } from './executions';
import { type OpenEmptyStore, runsOf } from './fixtures';
import { INSTANCE_LOGS, INSTANCE_METRICS, INSTANCE_SPANS } from './instance-pieces';
import { PLATFORM_LOGS, PLATFORM_SPANS } from './platform-pieces';

type Piece = { readonly span: Span } | { readonly log: LogRecord } | { readonly metric: MetricPoint };

const PIECES: readonly Piece[] = [
  ...PLATFORM_SPANS.map((span) => ({ span })),
  ...PLATFORM_LOGS.map((log) => ({ log })),
  ...INSTANCE_SPANS.map((span) => ({ span })),
  ...INSTANCE_LOGS.map((log) => ({ log })),
  ...INSTANCE_METRICS.map((metric) => ({ metric })),
];

/** What happens after a batch: nothing, tidying, waiting until spans are no longer expected, or reopening the store. */
const then = fc.constantFrom('nothing', 'tidy', 'wait', 'reopen');

const deliveries = fc
  .tuple(
    fc.shuffledSubarray([...PIECES], { minLength: PIECES.length }),
    fc.subarray([...PIECES]),
    fc.array(fc.tuple(fc.nat({ max: PIECES.length * 2 }), then), { maxLength: 8 }),
  )
  .map(([all, again, cuts]) => {
    const sent = [...all, ...again];
    const edges = new Map(cuts.filter(([cut]) => cut > 0 && cut < sent.length));
    edges.set(sent.length, 'nothing');
    const sorted = [...edges].sort(([a], [b]) => a - b);
    return sorted.map(([edge, after], index) => ({
      pieces: sent.slice(sorted[index - 1]?.[0] ?? 0, edge),
      after,
    }));
  });

interface Delivered {
  readonly pieces: readonly Piece[];
  readonly after: string;
}

async function written(open: OpenEmptyStore, batches: readonly Delivered[]): Promise<unknown> {
  let everything: unknown;
  await withClock(open, async (_, wait, clocked) => {
    for (const { pieces, after } of batches) {
      await clocked.store.writer.write({
        spans: pieces.flatMap((piece) => ('span' in piece ? [piece.span] : [])),
        logs: pieces.flatMap((piece) => ('log' in piece ? [piece.log] : [])),
        metrics: pieces.flatMap((piece) => ('metric' in piece ? [piece.metric] : [])),
      });
      if (after === 'reopen') clocked.store = await clocked.store.reopen();
      else if (after !== 'nothing') await wait(after === 'wait' ? 21 : 0);
    }
    await wait(60);
    everything = await everythingIn(clocked.store.reader);
  });
  return everything;
}

export function executionsConvergeContract(open: OpenEmptyStore): void {
  test('platforms, instances and functions may speak in any order, in pieces, twice and much later', async () => {
    const expected = await written(open, [{ pieces: PIECES, after: 'nothing' }]);
    expect(expected).toMatchObject({
      totals: { invocations: 23, timeouts: 1, throttles: 7, coverage: { expected: 27, received: 12 } },
    });
    await fc.assert(
      fc.asyncProperty(deliveries, async (batches) => {
        expect(await written(open, batches)).toEqual(expected);
      }),
      runsOf(open, 20),
    );
  }, 120_000);
}
