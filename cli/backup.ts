import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '@/core/config';
import { copyDatabase } from '@/core/database/copy';
import { FaaslensError } from '@/core/errors';
import { secretKeyFile } from '@/core/settings/secret-key';
import { checkStore } from '@/core/store/index';
import { onlyWord } from './words';

const USAGE = 'usage:\n  faaslens backup <file>';

/** `faaslens backup <file>`: telemetry and settings in one file, proven whole. Relative to the caller's folder. */
export async function backup(argv: readonly string[], config: Config): Promise<number> {
  const { databaseFile } = config;
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
  for (const line of notInBackup(config)) console.log(line);
  return 0;
}

/** What somebody who has lost the machine would miss beside the backup; a line for each. */
export function notInBackup({
  databaseFile,
  secretKey,
  clickhouse,
}: Pick<Config, 'databaseFile' | 'secretKey' | 'clickhouse'>): readonly string[] {
  const key = secretKeyFile(databaseFile);
  const lines = [];
  if (secretKey !== null) lines.push('what FAASLENS_SECRET_KEY holds, which opens the secrets in it');
  else if (existsSync(key)) lines.push(`${key}, which opens the secrets in it: keep a copy elsewhere`);
  if (clickhouse !== null) lines.push('telemetry, which ClickHouse has');
  return lines.map((line) => `Not in it: ${line}.`);
}
