// The SQLite driver comes compiled for the usual platforms and Node-API 10: Node 22.14, 24 and newer. Node 20 has Node-API
// 9, where that file ends the process without a word: there, and on other platforms, the driver is compiled once.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VALUES = fileURLToPath(new URL('driver-values.h', import.meta.url));
const ADDON = join('build', 'Release', 'better_sqlite3.node');
/**
 * -O3, which the driver asks for, takes half as long again as -O2 and is no faster; and there is a warning that gcc looks
 * back through the nine megabytes of SQLite for, at each of its statements: 23 s of 25 without optimisation.
 */
const QUICK = '-O2 -Wno-misleading-indentation';

const MOST_OUTPUT = 64 * 1024 * 1024;

const isOld = Number(process.versions.napi) < 10;
const FIX =
  'Install a compiler and start again, or use Node 22.14 or newer: Debian/Ubuntu: apt-get install -y python3 make g++ | Alpine: apk add python3 make g++ | macOS: xcode-select --install';

/** Whether the driver has to be compiled here, and is not yet. */
export function needsCompiling() {
  const folder = driverFolder();
  const ready = join(folder, 'prebuilds', `${process.platform}-${process.arch}.node`);
  return !existsSync(join(folder, ADDON)) && (isOld || !existsSync(ready));
}

/**
 * Compiles the driver for this Node and puts it in its place at once, whoever else does the same.
 * @param {(command: string, args: string[], options: {cwd: string, env: Record<string, string>}) => Promise<void>} [run]
 * how to run npm; rejects when it fails
 * @returns {Promise<void>} rejects with a message that names the fix
 */
export async function compileDriver(run = runQuietly) {
  const folder = driverFolder();
  const place = join(folder, ADDON);
  const work = mkdtempSync(join(tmpdir(), 'faaslens-driver-'));
  try {
    makeFolder(dirname(place));
    const source = join(work, basename(folder));
    const needless = [join(folder, 'build'), join(folder, 'prebuilds')];
    cpSync(folder, source, { recursive: true, filter: (path) => !needless.includes(path) });
    const [command, ...first] = npm();
    await run(command, [...first, 'run', 'build-release'], {
      cwd: source,
      env: compilerSettings(folder),
    }).catch((error) => {
      throw new Error(`${error.message}\n\nThe SQLite driver could not be compiled here. ${FIX}`);
    });
    const ready = `${place}.${process.pid}`;
    cpSync(join(source, ADDON), ready);
    renameSync(ready, place);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Where the package of the driver lies. */
function driverFolder() {
  return dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
}

function makeFolder(path) {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new Error(
      `the SQLite driver has to be compiled for Node ${process.versions.node}, once, and nothing can be written to ${path} (${error.code}): run the same command once as a user who may, or use Node 22.14 or newer`,
    );
  }
}

function compilerSettings(folder) {
  const { CFLAGS = '', CXXFLAGS = '', NODE_PATH = '' } = process.env;
  const packages = dirname(dirname(createRequire(join(folder, 'package.json')).resolve('node-addon-api')));
  return {
    ...process.env,
    JOBS: 'max',
    NODE_PATH: [packages, NODE_PATH].filter(Boolean).join(delimiter),
    CFLAGS: `${QUICK} ${CFLAGS}`.trim(),
    CXXFLAGS: `-O2 ${CXXFLAGS} ${isOld ? `-UNAPI_VERSION -DNAPI_VERSION=9 -include "${VALUES}"` : ''}`.trim(),
  };
}

/**
 * npm tells its own path to the scripts that it runs; that one is surely there, also where `npm` is a .cmd file.
 * @returns {string[]} the command, and what comes before its arguments
 */
export function npm() {
  const own = process.env.npm_execpath ?? '';
  return /npm-cli\.[cm]?js$/.test(own) ? [process.execPath, own] : ['npm'];
}

async function runQuietly(command, args, options) {
  await promisify(execFile)(command, args, { ...options, maxBuffer: MOST_OUTPUT }).catch((error) => {
    // The message has what came on stderr; compilers of Windows say on stdout what is wrong.
    throw new Error([error.stdout, error.message].filter(Boolean).map(lastLines).join('\n'));
  });
}

function lastLines(text) {
  return text.trim().split('\n').slice(-25).join('\n');
}
