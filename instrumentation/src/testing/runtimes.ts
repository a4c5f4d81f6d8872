import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../../runtimes', import.meta.url));
const LOCK = join(FOLDER, '.installing');
/** Holds the hash of the lockfile that was installed. */
const STAMP = join(FOLDER, 'node_modules/.faaslens-installed');

/** The folder with the platforms' own runtimes, from npm; installed when the lockfile changed (40 s, 410 MB). */
export async function runtimesFolder(): Promise<string> {
  const wanted = createHash('sha256')
    .update(readFileSync(join(FOLDER, 'package-lock.json')))
    .digest('hex');
  const deadline = Date.now() + 180_000;
  while (existsSync(LOCK) || !isInstalled(wanted)) {
    if (Date.now() > deadline) throw new Error(`another test did not finish installing: remove ${LOCK}`);
    if (!takeLock()) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    try {
      // Another test may have installed them while this one looked.
      if (!isInstalled(wanted)) {
        await promisify(execFile)('npm', ['ci', '--engine-strict=false'], { cwd: FOLDER });
        writeFileSync(STAMP, wanted);
      }
    } finally {
      rmdirSync(LOCK);
    }
  }
  return FOLDER;
}

/** A path below the folder's `node_modules`. */
export async function runtimeModule(path: string): Promise<string> {
  return join(await runtimesFolder(), 'node_modules', path);
}

const isInstalled = (wanted: string) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;

function takeLock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
}
