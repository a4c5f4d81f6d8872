import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { driverCompiler } from '../../scripts/driver-compiler.mjs';
import { installApart } from '../../scripts/install-apart.mjs';
import { ROOT } from './service';

const run = promisify(execFile);
const FOLDER = join(ROOT, 'e2e/node-versions');
/** What loads the compiled driver, and so must lie beside a driver compiled for the other Node. */
const COPIED = ['better-sqlite3', '@prisma/adapter-better-sqlite3', '@prisma/client'];
/** SQLite itself, the same for every Node: to compile it takes ten times as long as the rest of the driver. */
const SQLITE = 'Release/obj.target/sqlite3/gen/sqlite3/sqlite3.o';
const ADDON = 'Release/better_sqlite3.node';
const BUILT = ['.next/standalone', 'bin', 'dist', 'examples', 'instrumentation', 'package.json', 'prisma'];

/** The program of another Node version, from npm; installed on first use. Linux on x64 only. */
export async function otherNode(major: 22 | 24): Promise<string> {
  await installApart(FOLDER);
  return join(FOLDER, 'node_modules', `node-${major}`, 'bin/node');
}

/**
 * Lays out the built service for another Node version: everything as it is, the SQLite driver compiled anew.
 * Answers the path of the command.
 */
export async function serviceFor(node: string, folder: string): Promise<string> {
  for (const name of BUILT)
    cpSync(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes('/node_modules/') || name === '.next/standalone',
    });
  for (const name of packagesIn(join(ROOT, 'node_modules'))) {
    const target = join(folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    if (COPIED.includes(name)) cpSync(join(ROOT, 'node_modules', name), target, { recursive: true });
    else symlinkSync(join(ROOT, 'node_modules', name), target);
  }
  await compileDriver(node, join(folder, 'node_modules/better-sqlite3'));
  return join(folder, 'bin/faaslens.mjs');
}

/** Compiles what knows Node, and SQLite only where that was not compiled for the Node that runs the tests. */
async function compileDriver(node: string, folder: string): Promise<void> {
  const options = { cwd: folder, env: compilerEnvironment(), maxBuffer: 64 * 1024 * 1024 };
  const built = join(folder, 'build');
  rmSync(join(built, ADDON), { force: true });
  const nodedir = dirname(dirname(node));
  await run(node, [await nodeGyp(), 'configure', '--release', `--nodedir=${nodedir}`], options);
  const kept = existsSync(join(built, SQLITE)) ? ['-o', SQLITE] : [];
  await run('make', ['-C', built, '-j', '2', 'BUILDTYPE=Release', ...kept], options);
}

/** Without npm's settings, which would name the headers of this Node; unoptimised, which compiles in half the time. */
function compilerEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  return { ...Object.fromEntries(own), ...driverCompiler('-O0') };
}

function packagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((scoped) => `${name}/${scoped}`) : [name],
    );
}

async function nodeGyp(): Promise<string> {
  const { stdout } = await run('npm', ['root', '-g']);
  return join(stdout.trim(), 'npm/node_modules/node-gyp/bin/node-gyp.js');
}
