import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Returns a function that collects all garbage. Node provides it only to contexts created after the flag was set. */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

/** Live heap memory in megabytes. */
export function livingMb(): number {
  garbageCollector()();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
