import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A function that collects all garbage. Node hands it out to contexts that are made after it was asked for. */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

/** Megabytes that live. */
export function livingMb(): number {
  garbageCollector()();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
