import type { PicoUsd } from '../money';
import type { Sighting } from './seen';
import type { TraceError } from './trace-errors';

const HOUR_NS = 3_600_000_000_000n;

/**
 * What to add to the counters of one hour and owner; negative when errors went away. Errors count at the time they happened,
 * invocations at their start.
 */
export interface HourChange {
  /** Hours since the epoch. */
  readonly hour: number;
  /** Null while no invocation determines it. */
  readonly functionId: string | null;
  readonly environment: string;
  count: number;
  /** Invocations with the error; of these, how many could be priced, and their cost. */
  invocations: number;
  priced: number;
  cost: PicoUsd;
}

/** The change in how often an invocation counts in a group: 1, or -1 when it no longer has such an error. */
export interface InvocationChange {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNs: bigint;
  times: number;
}

/** What changes in one group. */
export interface GroupChange {
  readonly fingerprint: string;
  readonly type: string;
  readonly culprit: string;
  readonly hours: ReadonlyMap<string, HourChange>;
  readonly invocations: readonly InvocationChange[];
  readonly gone: readonly Sighting[];
  readonly come: readonly Sighting[];
}

interface Growing extends Pick<GroupChange, 'fingerprint' | 'type' | 'culprit'> {
  readonly hours: Map<string, HourChange>;
  /** Keyed by all their fields. */
  readonly invocations: Map<string, InvocationChange>;
  readonly gone: Sighting[];
  readonly come: Sighting[];
}

/**
 * Sums up what changes in traces mean for error groups, so that counters are exact despite repeats, corrections and late
 * parts in any order.
 */
export class ErrorChanges {
  private readonly groups = new Map<string, Growing>();

  /** The errors of one trace were `before` and are `after` now. */
  add(before: readonly TraceError[], after: readonly TraceError[]): void {
    for (const error of before) this.count(error, -1);
    for (const error of after) this.count(error, 1);
    const old = sightings(before);
    for (const [key, { fingerprint, sighting }] of sightings(after)) {
      if (!old.delete(key)) this.groups.get(fingerprint)?.come.push(sighting);
    }
    for (const { fingerprint, sighting } of old.values()) this.groups.get(fingerprint)?.gone.push(sighting);
  }

  /** Changes by fingerprint, without unchanged groups and hours. */
  all(): readonly GroupChange[] {
    const changed: GroupChange[] = [];
    for (const group of this.groups.values()) {
      for (const [key, { count, invocations, priced, cost }] of group.hours) {
        if (count === 0 && invocations === 0 && priced === 0 && cost === 0n) group.hours.delete(key);
      }
      const { hours, invocations, gone, come } = group;
      if (hours.size + invocations.size + gone.length + come.length === 0) continue;
      changed.push({ ...group, invocations: [...invocations.values()] });
    }
    return changed.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  }

  private count(error: TraceError, sign: 1 | -1): void {
    const { fingerprint, type, culprit, traceId, invocation } = error;
    let group = this.groups.get(fingerprint);
    if (group === undefined) {
      group = { fingerprint, type, culprit, hours: new Map(), invocations: new Map(), gone: [], come: [] };
      this.groups.set(fingerprint, group);
    }
    hourOf(group, error, error.timeNs).count += sign;
    if (invocation === null || traceId === null) return;
    countInvocation(group.invocations, { traceId, ...invocation, times: sign });
    const started = hourOf(group, error, invocation.startNs);
    started.invocations += sign;
    if (error.cost === null) return;
    started.priced += sign;
    started.cost += BigInt(sign) * error.cost;
  }
}

function hourOf({ hours }: Growing, { functionId, environment }: TraceError, timeNs: bigint): HourChange {
  const hour = Number(timeNs / HOUR_NS);
  const key = `${hour} ${functionId} ${environment}`;
  const known = hours.get(key);
  if (known !== undefined) return known;
  const change = { hour, functionId, environment, count: 0, invocations: 0, priced: 0, cost: 0n };
  hours.set(key, change);
  return change;
}

/** An invocation that goes and comes back is unchanged. */
function countInvocation(changes: Map<string, InvocationChange>, change: InvocationChange): void {
  const key = `${change.startNs} ${change.traceId} ${change.spanId}`;
  change.times += changes.get(key)?.times ?? 0;
  if (change.times === 0) changes.delete(key);
  else changes.set(key, change);
}

interface FoundSighting {
  readonly fingerprint: string;
  sighting: Sighting;
}

/** Keyed by all their fields, so that equal ones before and after cancel out. */
function sightings(errors: readonly TraceError[]): Map<string, FoundSighting> {
  const grouped = new Map<string, FoundSighting>();
  // In order of time, as `errorsOfTrace` returns them.
  for (const { fingerprint, version, traceId, timeNs, message } of errors) {
    const key = `${fingerprint} ${version === null ? '' : `v${version}`}`;
    const found = grouped.get(key);
    const { firstNs, count } = found?.sighting ?? { firstNs: timeNs, count: 0 };
    const sighting = { traceId, version, firstNs, lastNs: timeNs, message, count: count + 1 };
    if (found) found.sighting = sighting;
    else grouped.set(key, { fingerprint, sighting });
  }
  return new Map(
    [...grouped].map(([key, found]) => {
      const { firstNs, lastNs, count, message } = found.sighting;
      return [`${key}\0${firstNs} ${lastNs} ${count} ${message}`, found];
    }),
  );
}
