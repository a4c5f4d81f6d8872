import type { MappedLine } from '@/core/model/errors/stack/mapped-line';
import { commonEnd, placeOf } from '@/core/model/errors/stack/place';
import { type StackLine, stackLines } from '@/core/model/errors/stack/stack-lines';
import type { SourceMapInfo } from '@/core/settings/source-map-settings';
import { services } from '../door';
import { type OriginalPlaces, originalPlaces } from './original-places';

export interface MappedStack {
  readonly lines: readonly MappedLine[];
  /** How many source maps exist for this version of the function. */
  readonly maps: number;
}

/** A stack has few files; the map of each is read and parsed once per stack. */
const MOST_MAPS = 5;

/** The lines of a stack with original positions from the source maps of this version of the function. Fetches nothing. */
export async function mapStack(of: {
  readonly functionId: string | null;
  readonly version: string | null;
  readonly stack: string;
}): Promise<MappedStack> {
  const lines = stackLines(of.stack);
  const unmapped = { lines: lines.map((line) => ({ ...line, original: null })), maps: 0 };
  if (of.functionId === null || of.version === null) return unmapped;
  const { reader, settings } = await services();
  const row = await reader.function(of.functionId);
  if (row === null) return unmapped;
  const maps = await settings.listSourceMaps({ function: row.name, version: of.version });
  if (maps.length === 0) return unmapped;
  const opened = new Map<string, OriginalPlaces>();
  const mapped: MappedLine[] = [];
  for (const line of lines) {
    const place = placeOf(line.text);
    const info = place && bestMap(maps, place.file);
    if (!info || (!opened.has(info.id) && opened.size >= MOST_MAPS)) {
      mapped.push({ ...line, original: null });
      continue;
    }
    const places = opened.get(info.id) ?? originalPlaces(await settings.readSourceMap(info.id));
    opened.set(info.id, places);
    const original = places(place.line, place.column);
    mapped.push({ ...line, kind: kindOf(line, original?.file), original });
  }
  return { lines: mapped, maps: maps.length };
}

/** The map whose file name has most in common with the path of the running code; of equal ones the newest. */
function bestMap(maps: readonly SourceMapInfo[], file: string): SourceMapInfo | null {
  let best: SourceMapInfo | null = null;
  let most = 0;
  for (const map of maps) {
    const common = commonEnd(map.file, file);
    if (common > most) [best, most] = [map, common];
  }
  return best;
}

/** Code of packages inside a bundle is not the user's own. */
function kindOf({ kind }: StackLine, file: string | undefined): StackLine['kind'] {
  return kind === 'own' && file !== undefined && /(?:^|\/)node_modules\//.test(file) ? 'other' : kind;
}
