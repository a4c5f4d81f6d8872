import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../../runtimes', import.meta.url));

/** The folder with the platforms' own runtimes, from npm; installed when the lockfile changed (40 s, 410 MB). */
export const runtimesFolder = () => installed(FOLDER);

/** The folder with AWS's runtime clients as they are compiled: two minutes, and what `nativeToolsMissing` names. */
export const nativeRuntimesFolder = () => installed(join(FOLDER, 'native'));

/** The commands that compiling needs and this machine lacks. */
export function nativeToolsMissing(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['autoreconf', 'cmake', 'g++', 'libtoolize', 'make', 'python3'].filter(
    (tool) => !folders.some((folder) => existsSync(join(folder, tool))),
  );
}

async function installed(folder: string): Promise<string> {
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
    if (!takeLock(lock)) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    try {
      // Another test may have installed them while this one looked.
      if (!isInstalled()) {
        await promisify(execFile)('npm', ['ci', '--engine-strict=false'], { cwd: folder });
        writeFileSync(stamp, wanted);
      }
    } finally {
      rmdirSync(lock);
    }
  }
  return folder;
}

/** A path below the folder's `node_modules`. */
export async function runtimeModule(path: string): Promise<string> {
  return join(await runtimesFolder(), 'node_modules', path);
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
