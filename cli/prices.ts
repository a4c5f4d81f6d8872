import { readFileSync, statSync } from 'node:fs';
import type { Config } from '@/core/config';
import { FaaslensError, isFaaslensError } from '@/core/errors';
import { type ImportedPrices, importPriceFile } from '@/core/pricing/importers/index';
import type { CliContext } from './context';
import { withSettings } from './with-settings';

const USAGE = 'usage: faaslens prices import <file>';
const MOST_MB = 200;

/** `faaslens prices import`: works on the database directly; a running service follows within seconds. */
export async function prices(argv: readonly string[], config: Config, context: CliContext): Promise<number> {
  const [verb, file, ...rest] = argv;
  if (verb !== 'import' || file === undefined || rest.length > 0)
    throw new FaaslensError('invalid_input', USAGE);
  const imported = pricesOf(file);
  await withSettings(config, context, (settings) => settings.importPrices(imported.prices));
  const products = [...new Set(imported.prices.map(({ provider, product }) => `${provider}/${product}`))];
  console.log(`${imported.source}: ${imported.prices.length} prices of ${products.join(', ')}.`);
  console.log(
    `${imported.skipped} others left out. What arrives from now on is priced by them; earlier imports of these products are gone.`,
  );
  return 0;
}

/** @throws FaaslensError that names the file */
function pricesOf(file: string): ImportedPrices {
  const text = readPriceFile(file);
  try {
    return importPriceFile(text);
  } catch (cause) {
    throw isFaaslensError(cause)
      ? new FaaslensError(cause.code, `${file}: ${cause.message}`, { cause })
      : cause;
  }
}

function readPriceFile(file: string): string {
  try {
    if (statSync(file).size > MOST_MB * 1024 * 1024)
      throw new FaaslensError('too_large', `${file} is larger than ${MOST_MB} MB: that is not a price file`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof FaaslensError) throw cause;
    throw new FaaslensError(
      'invalid_input',
      `${file} cannot be read: ${cause instanceof Error ? cause.message : ''}`,
      { cause },
    );
  }
}
