import { FaaslensError } from '@/core/errors';
import type { Settings } from '@/core/settings/settings';
import type { TelemetryReader } from '@/core/store/store';

type SourceMapCalls = Pick<
  Settings,
  'listSourceMaps' | 'readSourceMap' | 'saveSourceMap' | 'deleteSourceMap'
>;

const MOST_FUNCTIONS = 10_000;

/** Source maps as one environment sees them: those of functions that exist there too. `reader` is bound to it. */
export function bindSourceMaps(settings: Settings, reader: TelemetryReader): SourceMapCalls {
  const ownNames = async () => {
    // All functions ever seen, whatever the range.
    const { items } = await reader.functions({ range: { fromMs: 0, toMs: 1 }, limit: MOST_FUNCTIONS });
    return new Set(items.map((one) => one.function.name));
  };
  const listSourceMaps: Settings['listSourceMaps'] = async (query) => {
    const [maps, names] = await Promise.all([settings.listSourceMaps(query), ownNames()]);
    return maps.filter((map) => names.has(map.function));
  };
  const mustSee = async (id: string) => {
    if ((await listSourceMaps({})).some((map) => map.id === id)) return;
    throw new FaaslensError('not_found', `There is no source map ${id}`);
  };
  return {
    listSourceMaps,
    readSourceMap: async (id) => {
      await mustSee(id);
      return settings.readSourceMap(id);
    },
    saveSourceMap: async (input) => {
      if ((await ownNames()).has(input.function)) return settings.saveSourceMap(input);
      throw new FaaslensError('not_found', `function: there is no ${input.function} in your environment`);
    },
    deleteSourceMap: async (id) => {
      await mustSee(id);
      return settings.deleteSourceMap(id);
    },
  };
}
