import type { ExploreReader } from '../explore';
import type { TelemetryReader } from '../store';

type Within = <Query extends { readonly environment?: string; readonly functionId?: string }>(
  query: Query,
) => Promise<Query & { readonly environment: string }>;

/** The exploring part of a bound reader. */
export function bindExplore(
  reader: TelemetryReader,
  within: Within,
  ofFunction: TelemetryReader['function'],
): ExploreReader {
  return {
    heatmap: async (query) => reader.heatmap(await within(query)),
    deployments: async (query) => reader.deployments(await within(query)),
    breakdown: async (query) => reader.breakdown(await within(query)),
    differences: async ({ selected, among, ...query }) =>
      reader.differences({ ...query, selected: await within(selected), among: await within(among) }),
    variants: async (query) => ((await ofFunction(query.functionId)) ? reader.variants(query) : []),
    coldStarts: async (query) => ((await ofFunction(query.functionId)) ? reader.coldStarts(query) : []),
    functionSeries: async ({ functionIds, ...query }) => {
      const own = await Promise.all(functionIds.map(ofFunction));
      return reader.functionSeries({
        ...query,
        functionIds: own.flatMap((row) => (row === null ? [] : row.id)),
      });
    },
  };
}
