import type { FunctionIdentity } from '@/core/model/invocation';
import type { SavedView, Settings } from '@/core/settings/settings';
import type { TelemetryReader } from '@/core/store/store';

type Place = Pick<FunctionIdentity, 'provider' | 'accountId' | 'region'>;
type SharedReads = Pick<Settings, 'listCapacity' | 'listConcurrencyLimits' | 'listViews'>;

/** Shared items for readers of one environment only: those that name a function or environment of another are left out. */
export function bindShared(settings: Settings, reader: TelemetryReader, environment: string): SharedReads {
  const isOurs = async (functionId: string | null) =>
    functionId === null || (await reader.function(functionId)) !== null;
  const seesView = async ({ query }: SavedView) => {
    const filters = new URLSearchParams(query);
    return (filters.get('environment') ?? environment) === environment && isOurs(filters.get('functionId'));
  };
  return {
    async listConcurrencyLimits() {
      const range = { fromMs: 0, toMs: 0 };
      const { items } = await reader.functions({ range, limit: MOST_FUNCTIONS, costs: false });
      const places = new Set(items.map((one) => placeOf(one.function)));
      return (await settings.listConcurrencyLimits()).filter((limit) => places.has(placeOf(limit)));
    },
    listCapacity: async () => keep(await settings.listCapacity(), ({ functionId }) => isOurs(functionId)),
    listViews: async (query) => keep(await settings.listViews(query), seesView),
  };
}

const MOST_FUNCTIONS = 10_000;

function placeOf({ provider, accountId, region }: Place): string {
  return JSON.stringify([provider, accountId, region]);
}

/** The visible items, in their order. */
export async function keep<Item>(
  items: readonly Item[],
  sees: (item: Item) => Promise<boolean>,
): Promise<readonly Item[]> {
  const seen = await Promise.all(items.map(sees));
  return items.filter((_, index) => seen[index]);
}
