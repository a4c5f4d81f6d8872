import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord, Span } from '../../model/telemetry';
import { everythingIn } from './everything';
import { batch, type OpenEmptyStore, runsOf, testPrice } from './fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from './tricky-traces';

type Piece = { readonly span: Span } | { readonly log: LogRecord };

const PIECES: readonly Piece[] = [
  ...TRICKY_SPANS.map((span) => ({ span })),
  ...TRICKY_LOGS.map((log) => ({ log })),
];

/** All pieces in any order, some of them sent twice, cut into batches anywhere. */
const deliveries = fc
  .tuple(
    fc.shuffledSubarray([...PIECES], { minLength: PIECES.length }),
    fc.subarray([...PIECES]),
    fc.array(fc.nat({ max: PIECES.length * 2 }), { maxLength: 8 }),
  )
  .map(([all, again, cuts]) => {
    const sent = [...all, ...again];
    const edges = [...new Set([0, ...cuts.filter((cut) => cut < sent.length), sent.length])].sort(
      (a, b) => a - b,
    );
    return edges.slice(1).map((edge, index) => sent.slice(edges[index], edge));
  });

async function written(open: OpenEmptyStore, batches: readonly (readonly Piece[])[]): Promise<unknown> {
  const { writer, reader, dispose } = await open(testPrice);
  try {
    for (const pieces of batches) {
      await writer.write(
        batch(
          pieces.flatMap((piece) => ('span' in piece ? [piece.span] : [])),
          pieces.flatMap((piece) => ('log' in piece ? [piece.log] : [])),
        ),
      );
    }
    return await everythingIn(reader);
  } finally {
    await dispose();
  }
}

export function convergenceContract(open: OpenEmptyStore): void {
  test('the order, the pieces and the repetitions in which telemetry arrives change nothing', async () => {
    const expected = await written(open, [PIECES]);
    await fc.assert(
      fc.asyncProperty(deliveries, async (batches) => {
        expect(await written(open, batches)).toEqual(expected);
      }),
      runsOf(open, 40),
    );
  }, 120_000);
}
