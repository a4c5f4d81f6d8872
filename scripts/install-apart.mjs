// Installs what only tests need and the lockfile of this package does not name, by the lockfile of a folder of its own.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lock } from './lock.mjs';

/**
 * Quick when it is installed; one process at a time installs it.
 * @param {string} folder with a package-lock.json
 * @returns {Promise<void>} rejects when npm fails
 */
export async function installApart(folder) {
  const stamp = join(folder, 'node_modules', '.installed');
  const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isInstalled()) return;
  const release = await lock(join(folder, '.faaslens-preparing'));
  try {
    if (isInstalled()) return;
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    writeFileSync(stamp, wanted);
  } finally {
    release();
  }
}
