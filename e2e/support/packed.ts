import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { npm } from '../../bin/driver.mjs';
import { ROOT } from './service';

/** What may have been compiled for the Node that runs the tests. */
const COMPILED = join(ROOT, 'node_modules/better-sqlite3/build');
const DRIVER = 'node_modules/better-sqlite3';

/** Of this process: packing takes longer than all else of an installation. */
let packed: string | null = null;

/**
 * Lays out in a folder what installing the tarball of `npm pack` makes: what the tarball holds, and beside it the packages
 * that npm would fetch for it, and no others.
 * @param driver `as it comes` for a Node that has a file of it, or `compiled` for the Node that runs the tests, so that it
 * need not be compiled again
 * @returns the folder of the installed package
 */
export function installPacked(folder: string, driver: 'as it comes' | 'compiled'): string {
  packed ??= pack();
  const installed = join(folder, 'node_modules', 'faaslens');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', packed, '--strip-components=1', '-C', installed]);
  for (const path of productionPackages()) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    if (path === DRIVER && driver === 'as it comes')
      cpSync(join(ROOT, path), place, { recursive: true, filter: (from) => from !== COMPILED });
    else symlinkSync(join(ROOT, path), place);
  }
  return installed;
}

/** Makes the tarball; it goes when this process ends. */
function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-packed-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [command = 'npm', ...first] = npm();
  execFileSync(command, [...first, 'pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  const { version } = read<{ version: string }>('package.json');
  return join(folder, `faaslens-${version}.tgz`);
}

/** The tarball's own come with it. */
function productionPackages(): string[] {
  const { packages } = read<{
    packages: Record<string, { dev?: boolean; optional?: boolean; link?: boolean }>;
  }>('package-lock.json');
  return Object.entries(packages)
    .filter(
      ([path, { dev, optional, link }]) =>
        /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional && !link,
    )
    .map(([path]) => path);
}

function read<Shape>(file: string): Shape {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Shape;
}
