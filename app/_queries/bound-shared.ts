import type { SavedView, Settings } from '@/core/settings/settings';
import type { TelemetryReader } from '@/core/store/store';

type SharedReads = Pick<Settings, 'listCapacity' | 'listViews'>;

/** What people share, for who may know of one environment only: what names a function or an environment of another is left out. */
export function bindShared(settings: Settings, reader: TelemetryReader, environment: string): SharedReads {
  const isOurs = async (functionId: string | null) =>
    functionId === null || (await reader.function(functionId)) !== null;
  const seesView = async ({ query }: SavedView) => {
    const filters = new URLSearchParams(query);
    return (filters.get('environment') ?? environment) === environment && isOurs(filters.get('functionId'));
  };
  return {
    listCapacity: async () => keep(await settings.listCapacity(), ({ functionId }) => isOurs(functionId)),
    listViews: async (query) => keep(await settings.listViews(query), seesView),
  };
}

/** Those of the items that may be seen, in their order. */
export async function keep<Item>(
  items: readonly Item[],
  sees: (item: Item) => Promise<boolean>,
): Promise<readonly Item[]> {
  const seen = await Promise.all(items.map(sees));
  return items.filter((_, index) => seen[index]);
}
