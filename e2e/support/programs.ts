import { join } from 'node:path';
import { installApart } from '../../scripts/install-apart.mjs';
import { ROOT } from './service';

const FOLDER = join(ROOT, 'e2e/programs');

/** The program of another Node version, from npm; installed on first use. Linux on x64 only. */
export async function otherNode(major: 22 | 24): Promise<string> {
  await installApart(FOLDER);
  return join(FOLDER, 'node_modules', `node-${major}`, 'bin/node');
}

/** The program of Litestream, from npm; installed on first use. Linux on x64 only. */
export async function litestreamProgram(): Promise<string> {
  await installApart(FOLDER);
  return join(FOLDER, 'node_modules/@flydotio/litestream-linux-x64/litestream');
}
