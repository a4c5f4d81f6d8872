import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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
  const build = [join(SOURCE, 'build.mjs'), '--outdir', join(target, 'dist'), '--no-types'];
  await promisify(execFile)(process.execPath, build);
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
