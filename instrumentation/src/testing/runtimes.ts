import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../../runtimes', import.meta.url));
const LOCK = join(FOLDER, '.installing');
const MARKER = join(FOLDER, 'node_modules/.package-lock.json');

/** The folder with the platforms' own runtimes, from npm; installed on first use (20 s, 200 MB). */
export async function runtimesFolder(): Promise<string> {
  const deadline = Date.now() + 180_000;
  while (!existsSync(MARKER) || existsSync(LOCK)) {
    if (Date.now() > deadline) throw new Error(`another test did not finish installing: remove ${LOCK}`);
    if (!takeLock()) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    try {
      await promisify(execFile)('npm', ['ci', '--engine-strict=false'], { cwd: FOLDER });
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

function takeLock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
}
