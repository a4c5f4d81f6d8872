import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { MOST_MAP_BYTES } from '@/core/settings/source-map-settings';
import type { CliContext } from './context';
import { withSettings } from './with-settings';
import { readWords } from './words';

const USAGE = 'usage: faaslens sourcemaps upload --function <name> --version <version> <file.js.map>...';

/** `faaslens sourcemaps upload`: works on the database directly; screens show the places from then on. */
export async function sourceMaps(
  argv: readonly string[],
  config: Config,
  context: CliContext,
): Promise<number> {
  const { of, files } = mapsToRead(argv);
  const maps = files.map((file) => ({ ...of, file: generatedFile(file), map: readMap(file) }));
  await withSettings(config, context, async (settings) => {
    for (const map of maps) {
      const { bytes } = await settings.saveSourceMap(map);
      console.log(`${map.file}: ${Math.ceil(bytes / 1024)} kB for ${of.function} ${of.version}`);
    }
  });
  return 0;
}

function mapsToRead(argv: readonly string[]): {
  readonly of: { readonly function: string; readonly version: string };
  readonly files: readonly string[];
} {
  const { values, positionals } = readWords(
    argv,
    { function: { type: 'string' }, version: { type: 'string' } },
    USAGE,
  );
  const [verb, ...files] = positionals;
  const { function: name, version } = values;
  if (verb === 'upload' && name !== undefined && version !== undefined && files.length > 0)
    return { of: { function: name, version }, files };
  throw new FaaslensError('invalid_input', USAGE);
}

/** `dist/index.js` of `dist/index.js.map`, seen from the folder of the caller. */
function generatedFile(file: string): string {
  const path = relative(process.cwd(), file).replaceAll('\\', '/');
  return (path.startsWith('..') ? file : path).replace(/\.map$/, '');
}

function readMap(file: string) {
  try {
    if (statSync(file).size > 2 * MOST_MAP_BYTES)
      throw new FaaslensError('too_large', `${file} is larger than ${(2 * MOST_MAP_BYTES) / 1_048_576} MB`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof FaaslensError) throw cause;
    const why = cause instanceof Error ? cause.message : '';
    throw new FaaslensError('invalid_input', `${file} cannot be read as a source map: ${why}`, { cause });
  }
}
