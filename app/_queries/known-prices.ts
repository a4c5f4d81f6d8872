import { createCostLines } from '@/core/pricing/cost-lines';
import type { PriceSettings } from '@/core/settings/settings';

export type CostLines = ReturnType<typeof createCostLines>;

export interface KnownPrices {
  /**
   * The arithmetic of costs under the user's prices. Cached prices are used at once, and refreshed in the background if they are
   * older than two seconds, so that no trace waits for the settings thread: a price set by another process takes effect with
   * the query after that. Until then lines may be missing, but never wrong: they add up to the cost or are omitted.
   */
  costLines(): Promise<CostLines>;
  /** The price settings, whose changes invalidate the cache. */
  readonly settings: PriceSettings;
}

const OLD_MS = 2_000;

interface Learned {
  readonly lines: Promise<CostLines>;
  readonly askedMs: number;
}

export function knowPrices(settings: PriceSettings, now: () => number): KnownPrices {
  let learned: Learned | null = null;

  const learn = (until: Promise<CostLines> | null): Promise<CostLines> => {
    const asked = settings.listPriceOverrides().then(createCostLines);
    const known: Learned = { lines: until ?? asked, askedMs: now() };
    learned = known;
    asked.then(
      () => {
        if (learned === known) learned = { ...known, lines: asked };
      },
      () => {
        if (learned === known && until === null) learned = null;
      },
    );
    return known.lines;
  };

  const thenForget =
    <Args extends unknown[], Result>(change: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await change(...args);
      } finally {
        learned = null;
      }
    };

  return {
    async costLines() {
      if (learned === null) return learn(null);
      return now() - learned.askedMs > OLD_MS ? learn(learned.lines) : learned.lines;
    },
    settings: {
      listPriceOverrides: () => settings.listPriceOverrides(),
      createPriceOverride: thenForget(settings.createPriceOverride),
      updatePriceOverride: thenForget(settings.updatePriceOverride),
      deletePriceOverride: thenForget(settings.deletePriceOverride),
      importPrices: thenForget(settings.importPrices),
      removeImportedPrices: thenForget(settings.removeImportedPrices),
    },
  };
}
