// Installs the platforms' own runtimes for the tests of this package (40 s, 410 MB), or what is in `native/`.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/**
 * Quick unless the lockfile changed; one process at a time installs.
 * @returns {Promise<string>} the folder with `node_modules`; rejects when npm fails
 */
export async function installRuntimes(folder = FOLDER) {
  const lock = join(folder, '.installing');
  // Holds the hash of the lockfile that was installed.
  const stamp = join(folder, 'node_modules/.faaslens-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  const deadline = Date.now() + 180_000;
  while (existsSync(lock) || !isInstalled()) {
    if (Date.now() > deadline) throw new Error(`another test did not finish installing: remove ${lock}`);
    if (!took(lock)) {
      await delay(200);
      continue;
    }
    try {
      // Another test may have installed them while this one looked.
      if (!isInstalled()) {
        await promisify(execFile)('npm', ['ci', '--engine-strict=false', '--no-audit', '--no-fund'], {
          cwd: folder,
        });
        writeFileSync(stamp, wanted);
      }
    } finally {
      rmdirSync(lock);
    }
  }
  return folder;
}

function took(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
