import { expect, test } from 'vitest';
import { everythingIn } from './everything';
import { batch, type OpenEmptyStore, testPrice } from './fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from './tricky-traces';

/** Spans and logs one at a time or a few at a time, then all of them once more; `after` runs after each write. */
async function writtenInPieces(
  open: OpenEmptyStore,
  after: (store: Awaited<ReturnType<OpenEmptyStore>>) => Promise<Awaited<ReturnType<OpenEmptyStore>>>,
): Promise<unknown> {
  let store = await open(testPrice);
  try {
    const pieces = [
      ...inPieces(open, TRICKY_SPANS).map((spans) => batch(spans)),
      ...inPieces(open, TRICKY_LOGS).map((logs) => batch([], logs)),
      batch(TRICKY_SPANS, TRICKY_LOGS),
    ];
    for (const piece of pieces) {
      await store.writer.write(piece);
      store = await after(store);
    }
    return await everythingIn(store.reader);
  } finally {
    await store.dispose();
  }
}

function inPieces<Item>({ isSlow }: OpenEmptyStore, items: readonly Item[]): readonly Item[][] {
  const size = isSlow ? 6 : 1;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

async function writtenAtOnce(open: OpenEmptyStore): Promise<unknown> {
  const { writer, reader, dispose } = await open(testPrice);
  try {
    await writer.write(batch(TRICKY_SPANS, TRICKY_LOGS));
    return await everythingIn(reader);
  } finally {
    await dispose();
  }
}

export function lifetimeContract(open: OpenEmptyStore): void {
  test('many small writes, tidied in between, answer the same as one large one', async () => {
    const expected = await writtenAtOnce(open);
    const tidied = await writtenInPieces(open, async (store) => {
      while (await store.writer.tidy(50));
      return store;
    });
    expect(tidied).toEqual(expected);
  });

  test('a store that is closed and opened again after every write answers the same', async () => {
    expect(await writtenInPieces(open, (store) => store.reopen())).toEqual(await writtenAtOnce(open));
  });

  test('tidying an empty store is nothing to do, and a closed one refuses', async () => {
    const { writer, dispose } = await open(testPrice);
    try {
      expect(await writer.tidy(10_000)).toBe(false);
      await writer.close();
      await expect(writer.tidy(10)).rejects.toMatchObject({ code: 'unavailable' });
    } finally {
      await dispose();
    }
  });
}
