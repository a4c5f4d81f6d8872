import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const SOURCE = fileURLToPath(new URL('../..', import.meta.url));

/** A folder in which functions find this package built from today's sources, as npm would install it. */
export interface FunctionFolder {
  readonly path: string;
  /** Writes a file and gives its path. */
  write(name: string, text: string): string;
  /** Makes another package importable. */
  link(target: string, name: string): void;
  discard(): void;
}

export async function functionFolder(): Promise<FunctionFolder> {
  const path = mkdtempSync(join(tmpdir(), 'faaslens-function-'));
  const target = join(path, 'node_modules/@faaslens/instrumentation');
  mkdirSync(target, { recursive: true });
  cpSync(await built(), join(target, 'dist'), { recursive: true });
  cpSync(join(SOURCE, 'package.json'), join(target, 'package.json'));
  return {
    path,
    write(name, text) {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
    link(from, name) {
      mkdirSync(join(path, 'node_modules', name, '..'), { recursive: true });
      symlinkSync(from, join(path, 'node_modules', name));
    },
    discard: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The package as built from today's sources by the first test of a run that asks; the others wait for it. */
async function built(): Promise<string> {
  const folder = inject('builtPackage');
  const dist = join(folder, 'dist');
  const lock = join(folder, 'building');
  while (!existsSync(dist)) {
    if (!took(lock)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    try {
      // It appears whole: build.mjs moves it to its place.
      const build = [join(SOURCE, 'build.mjs'), '--outdir', dist, '--no-types'];
      if (!existsSync(dist)) await promisify(execFile)(process.execPath, build);
    } finally {
      rmdirSync(lock);
    }
  }
  return dist;
}

function took(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
