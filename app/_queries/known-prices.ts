import { createCostLines } from '@/core/pricing/cost-lines';
import type { PriceSettings } from '@/core/settings/settings';

export type CostLines = ReturnType<typeof createCostLines>;

export interface KnownPrices {
  /**
   * How costs come about under the user's prices. What was learned is answered at once and learned anew behind it when it is
   * older than two seconds, so that no trace waits for the thread of settings: a price that another process sets counts from
   * the question after that one on. Until then lines may be missing, never wrong: they add up to the cost or are not told.
   */
  costLines(): Promise<CostLines>;
  /** The settings of prices, whose changes make forgotten what was learned. */
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
