import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A group under load has about twice as many; what comes alone is not worth a collection. */
const ENOUGH_RECORDS = 1_000;

/**
 * Answers a function that is told how many records are done with; when they are enough it collects, at once, what died
 * young in its thread. V8 does so where there is no room left: in the midst of a group of telemetry, all of which still
 * lives and is copied, and copied again to where only a full collection finds it. Behind a group next to nothing lives.
 */
export function collectorBehindGroups(): (done: number) => void {
  // V8 hands its function out to contexts that are made from then on, and to no other.
  setFlagsFromString('--expose-gc');
  const collect: (options: { readonly type: 'minor' }) => void = runInNewContext('gc');
  let waiting = 0;
  return (done) => {
    waiting += done;
    if (waiting < ENOUGH_RECORDS) return;
    waiting = 0;
    collect({ type: 'minor' });
  };
}
