import { MINUTE_MS } from '../../model/time-range';
import type { GroupMinutes } from './group-minutes';

/** When a group was invoked last, asked at instants that only move forwards. */
export class LastRun {
  private next = 0;
  private readonly invocations: Float64Array | undefined;

  /** `last` is when it ran before its minutes begin; they are missing when it did not run since. */
  constructor(
    private readonly minutes: GroupMinutes | undefined,
    private last: number | null,
  ) {
    this.invocations = minutes?.column('invocations');
  }

  /** Start of the last minute with invocations that began before; null when there is none. */
  before(ms: number): number | null {
    if (this.minutes === undefined) return this.last;
    const { minutes, invocations } = this;
    let { next, last } = this;
    for (; next < minutes.length; next += 1) {
      const at = minutes.minuteAt(next) * MINUTE_MS;
      if (at >= ms) break;
      if ((invocations?.[next] ?? 0) > 0) last = at;
    }
    this.next = next;
    this.last = last;
    return last;
  }
}
