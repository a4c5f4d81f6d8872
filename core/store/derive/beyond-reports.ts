import type { Counted } from './figures';

export interface CountedInStep extends Counted {
  readonly functionId: string;
  readonly step: number;
}

/** What was counted and reported for one function in one step. */
export interface CountedSum {
  readonly functionId: string;
  readonly step: number;
  /** One count per feed: each may count all executions. */
  readonly executions: number[];
  throttles: number | null;
  invocations: number;
  reported: number;
  received: number;
}

export class CountedSums {
  private readonly sums = new Map<string, CountedSum>();

  get size(): number {
    return this.sums.size;
  }

  at(functionId: string, step: number): CountedSum {
    const known = this.known(functionId, step);
    if (known) return known;
    const nothing = { executions: [], throttles: null, invocations: 0, reported: 0, received: 0 };
    const made = { functionId, step, ...nothing };
    this.sums.set(keyOf(functionId, step), made);
    return made;
  }

  known(functionId: string, step: number): CountedSum | undefined {
    return this.sums.get(keyOf(functionId, step));
  }

  all(): Iterable<CountedSum> {
    return this.sums.values();
  }
}

function keyOf(functionId: string, step: number): string {
  return `${functionId} ${step}`;
}

/**
 * What counts add to the reports. Every reported execution is also counted, so the two are never summed: counts replace
 * reports where they are higher.
 */
export function beyondReports(sum: CountedSum): CountedInStep {
  const { functionId, step, executions, throttles, invocations, reported, received } = sum;
  const counted = Math.max(0, ...executions.filter((count) => count > 0));
  if (counted <= reported) return { functionId, step, throttles, expected: 0, received: 0 };
  const withSpan = invocations - (reported - received);
  return {
    functionId,
    step,
    throttles,
    expected: counted - reported,
    received: Math.min(withSpan, counted) - received,
  };
}
