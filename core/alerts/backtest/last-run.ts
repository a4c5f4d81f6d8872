import { MINUTE_MS } from '../../model/time-range';
import type { GroupMinutes } from './group-minutes';
import { positionOf } from './times';

/** When a group was invoked last. */
export class LastRun {
  /** Those with invocations, oldest first, since the epoch. */
  private readonly minutes: Uint32Array;

  /** `earlier` is when it ran before its minutes begin; they are missing when it did not run since. */
  constructor(
    minutes: GroupMinutes | undefined,
    private readonly earlier: number | null,
  ) {
    this.minutes = minutes === undefined ? new Uint32Array() : minutesWithInvocations(minutes);
  }

  /** Start of the last minute with invocations that began before; null when there is none. */
  before(ms: number): number | null {
    const position = positionOf(this.minutes, ms / MINUTE_MS);
    return position === 0 ? this.earlier : (this.minutes[position - 1] ?? 0) * MINUTE_MS;
  }
}

function minutesWithInvocations(minutes: GroupMinutes): Uint32Array {
  const invocations = minutes.column('invocations');
  const found = new Uint32Array(minutes.length);
  let count = 0;
  for (let position = 0; position < minutes.length; position += 1)
    if ((invocations?.[position] ?? 0) > 0) found[count++] = minutes.minuteAt(position);
  return found.subarray(0, count);
}
