import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { checkStore } from '@/core/store/index';

/** `faaslens check`: answers 0 when the database is whole, else 1 and a line for each fault. */
export async function check(argv: readonly string[], { databaseFile }: Config): Promise<number> {
  if (argv.length > 0) throw new FaaslensError('invalid_input', 'check takes no further words');
  console.log(`Reading all of ${databaseFile}`);
  const faults = await checkStore({ databaseFile }, (part) => console.log(`  ${part}: read`));
  for (const { part, text } of faults) console.log(`  ${part}: ${text}`);
  if (faults.length === 0) {
    console.log('Whole: every page, block and counter is as it should be.');
    return 0;
  }
  console.log('Damaged. Restore the newest backup: faaslens restore <file>');
  return 1;
}
