import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installRuntimes } from '../../runtimes/install.mjs';

const NATIVE = fileURLToPath(new URL('../../runtimes/native', import.meta.url));

/** The folder with the platforms' own runtimes, from npm; installed when the lockfile changed. */
export const runtimesFolder = () => installRuntimes();

/** The folder with AWS's runtime clients as they are compiled: two minutes, and what `nativeToolsMissing` names. */
export const nativeRuntimesFolder = () => installRuntimes(NATIVE);

/** The commands that compiling needs and this machine lacks. */
export function nativeToolsMissing(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['autoreconf', 'cmake', 'g++', 'libtoolize', 'make', 'python3'].filter(
    (tool) => !folders.some((folder) => existsSync(join(folder, tool))),
  );
}

/** A path below the folder's `node_modules`. */
export async function runtimeModule(path: string): Promise<string> {
  return join(await runtimesFolder(), 'node_modules', path);
}
