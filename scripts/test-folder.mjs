import { mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const MEMORY = '/dev/shm';
const LEAST_ROOM = 4 * 2 ** 30;

/**
 * A folder in memory for the databases of tests, null where there is no room for them: every commit waits for its disk,
 * and what a disk does no test sees (`npm run reliability` does). `remove` also takes away what tests left behind.
 * @returns {{path: string, remove: () => void} | null}
 */
export function makeTestFolder() {
  if (!hasRoom()) return null;
  const path = mkdtempSync(`${MEMORY}/faaslens-tests-`);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function hasRoom() {
  try {
    const [mount = ''] = /^\S+ \/dev\/shm .*$/m.exec(readFileSync('/proc/mounts', 'utf8')) ?? [];
    // Some tests compile what they load.
    if (/\bnoexec\b/.test(mount)) return false;
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, freemem()) > LEAST_ROOM;
  } catch {
    return false;
  }
}

/** For Vitest: before its first process starts. */
export function setup() {
  const folder = makeTestFolder();
  if (folder === null) return undefined;
  process.env.TMPDIR = folder.path;
  return folder.remove;
}
