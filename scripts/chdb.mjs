// Installs ClickHouse's engine for the tests of core/store/clickhouse, once. 540 MB that nothing else needs, so it is not
// in the lockfile of this package.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installApart } from './install-apart.mjs';

const FOLDER = fileURLToPath(new URL('../core/store/clickhouse/chdb', import.meta.url));
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** The program that serves the engine. */
export const FRONT = join(FOLDER, 'front.mjs');
/**
 * Settings of the engine for tests, which ask a few rows the same few times only: to compile a statement's expressions, or
 * to share its rows among threads, takes longer than it runs.
 */
export const FOR_FEW_ROWS = [
  '--compile_expressions=0',
  '--compile_aggregate_expressions=0',
  '--compile_sort_description=0',
  '--compile_regular_expressions=0',
  '--max_threads=1',
];
/** The program that runs ClickHouse's own servers out of the engine's library. */
export const SERVER = join(FOLDER, 'server.py');
/** Whether what cannot be had must fail the run. */
export const isCi = Boolean(process.env.CI);
/** Whether the contract is to be kept by a cluster of two shards (`CLICKHOUSE_SHARDS=2`), instead of by one server. */
export const areShardsAskedFor = process.env.CLICKHOUSE_SHARDS === '2';

/** Null when the engine is installed, else why it cannot be had. One process at a time installs it. */
export async function installChdb() {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) return `chdb has no engine for ${platform}`;
  try {
    await installApart(FOLDER);
    return null;
  } catch (error) {
    return `chdb could not be installed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The file with the engine, once it is installed. */
export function libraryFile() {
  const packages = join(FOLDER, 'node_modules', '@chdb');
  const [name = ''] = readdirSync(packages).filter((one) => one.startsWith('lib-'));
  return join(packages, name, 'libchdb.so');
}
