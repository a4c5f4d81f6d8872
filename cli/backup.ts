import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '@/core/config';
import { copyDatabase } from '@/core/database/copy';
import { FaaslensError } from '@/core/errors';
import { checkStore } from '@/core/store/index';
import { onlyWord } from './words';

const USAGE = 'usage:\n  faaslens backup <file>';

/** `faaslens backup <file>`: telemetry and settings in one file, proven whole. Relative to the caller's folder. */
export async function backup(argv: readonly string[], { databaseFile }: Config): Promise<number> {
  const target = resolve(onlyWord(argv, USAGE));
  await copyDatabase(databaseFile, target);
  const megabytes = (statSync(target).size / 1e6).toFixed(1);
  console.log(`Copied ${databaseFile} to ${target} (${megabytes} MB). Reading it back`);
  const [fault] = await checkStore({ databaseFile: target });
  if (fault) {
    throw new FaaslensError(
      'unavailable',
      `the copy is not whole (${fault.part}: ${fault.text}); faaslens check tells whether the database is`,
    );
  }
  console.log('Whole: every page, block and counter is as it should be.');
  return 0;
}
