// Brings a checkout up to date: installs packages when the lockfile changed, builds when a source changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileDriver, needsCompiling, npm } from '../bin/driver.mjs';
import { lock } from './lock.mjs';
import { step } from './steps.mjs';

const SOURCES = ['app', 'cli', 'collector', 'core', 'instrumentation', 'prisma', 'scripts'];
const SOURCE_FILES = [
  'package.json',
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'prisma.config.ts',
  'proxy.ts',
  'tsconfig.base.json',
  'tsconfig.json',
];
const SKIPPED = new Set(['node_modules', 'dist', 'generated', 'testdata']);

/** Installs and builds what is missing or stale; quick when nothing is. One process at a time does it. */
export async function prepare(root) {
  const { driver } = await prepareAhead(root);
  await driver;
}

/**
 * The same, done as soon as only the SQLite driver may be missing: compiling it takes one core for longer than building
 * takes the other.
 * @returns {Promise<{driver: Promise<void>}>} `driver` resolves when it is there
 */
export async function prepareAhead(root) {
  const release = await lock(join(root, '.faaslens-preparing'));
  let driver = Promise.resolve();
  try {
    ({ driver } = await install(root));
    // Who awaits it is told.
    driver.catch(() => {});
    await build(root);
  } catch (error) {
    // What is under way would else go on behind whoever reads the error.
    await driver.catch(() => {});
    release();
    throw error;
  }
  const released = driver.finally(release);
  released.catch(() => {});
  return { driver: released };
}

/** Installs the packages of the lockfile unless they are there already; begins to compile the driver where it has to be. */
async function install(root) {
  const wanted = hashOf(readFileSync(join(root, 'package-lock.json')), process.platform, process.arch);
  const stamp = join(root, 'node_modules', '.faaslens-installed');
  if (readStamp(stamp) !== wanted) {
    console.log('Installing packages (once, a minute or so)');
    const [command, ...first] = npm();
    const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    await step('npm ci', command, [...first, ...args], { cwd: root });
    writeFileSync(stamp, wanted);
  }
  const compile = () => compileDriver((...command) => step('SQLite driver', ...command));
  return { driver: needsCompiling() ? compile() : Promise.resolve() };
}

/** Builds dashboard, workers and package unless the built files already match the sources. */
export async function build(root) {
  const wanted = fingerprint(root);
  const stamp = join(root, 'dist', '.faaslens-built');
  if (readStamp(stamp) === wanted && existsSync(join(root, '.next', 'standalone', 'server.js'))) return;
  console.log('Building (once per change)');
  await step('build', process.execPath, ['scripts/build.mjs'], { cwd: root });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint(root) {
  const entries = [];
  const visit = (path) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const name = `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(name);
      } else if (!/\.test\.tsx?$|\.md$|\.tsbuildinfo$/.test(entry.name)) entries.push(signature(root, name));
    }
  };
  for (const folder of SOURCES) if (existsSync(join(root, folder))) visit(folder);
  for (const file of SOURCE_FILES) if (existsSync(join(root, file))) entries.push(signature(root, file));
  return hashOf(...entries.sort(), process.versions.node);
}

function signature(root, name) {
  const { mtimeMs, size } = statSync(join(root, name));
  return `${name}:${mtimeMs}:${size}`;
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}
