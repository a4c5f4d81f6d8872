import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const STOP_MS = 100;
/** Of /proc/stat: hundredths of a second on every Linux that Node.js runs on. */
const TICK_MS = 10;

/**
 * What the machine itself did meanwhile, which no program can help: `lap` answers the share of processor time, 0 to 1,
 * that its host gave to others since the last lap, and the time in ms for which nothing ran because all waited for the
 * disk; null where the system does not tell. `end` answers how long nothing ran here at the most, in ms, though this
 * process has hardly anything to do.
 */
export function watchMachine() {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - STOP_MS);
    last = now;
  }, STOP_MS).unref();
  let before = countersNow();
  return {
    lap() {
      const now = countersNow();
      const stolen = (now.stolenMs - before.stolenMs) / ((now.at - before.at) * cpus().length);
      const diskMs = now.diskMs - before.diskMs;
      before = now;
      return {
        stolen: Number.isFinite(stolen) ? Math.round(stolen * 1000) / 1000 : null,
        diskMs: Number.isFinite(diskMs) ? Math.round(diskMs) : null,
      };
    },
    end() {
      clearInterval(timer);
      return Math.round(longest);
    },
  };
}

function countersNow() {
  return {
    at: performance.now(),
    stolenMs: Number(read('/proc/stat').split('\n', 1)[0].split(/\s+/)[8]) * TICK_MS,
    diskMs: Number(/^full .*total=(\d+)/m.exec(read('/proc/pressure/io'))?.[1]) / 1000,
  };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
