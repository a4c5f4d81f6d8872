import { join, resolve } from 'node:path';
import type { Config } from '@/core/config';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { replaceDatabase } from '@/core/database/replace';
import { FaaslensError } from '@/core/errors';
import { checkStore } from '@/core/store/index';
import type { CliContext } from './context';
import { onlyWord } from './words';

const USAGE = 'usage:\n  faaslens restore <file>      stop Faaslens first';

/** `faaslens restore <file>`: the backup is proven whole and brought to this version before anything is replaced. */
export async function restore(
  argv: readonly string[],
  { databaseFile }: Config,
  { root }: CliContext,
): Promise<number> {
  const source = resolve(onlyWord(argv, USAGE));
  const aside = await replaceDatabase({ source, file: databaseFile, now: new Date() }, async (copy) => {
    const database = openDatabase(copy);
    try {
      migrate(database, join(root, 'prisma', 'migrations'));
    } finally {
      database.close();
    }
    const [fault] = await checkStore({ databaseFile: copy });
    if (fault)
      throw new FaaslensError('invalid_input', `${source} is damaged (${fault.part}: ${fault.text})`);
  });
  console.log(`${databaseFile} now holds what ${source} does.`);
  if (aside !== null)
    console.log(`The previous database is kept as ${aside}: delete it when you no longer need it.`);
  return 0;
}
