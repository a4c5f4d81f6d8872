import { count, type Finding, LEAST_INVOCATIONS, LEAST_SHARE, ms, share, usd } from './advice';

/** What waiting for one dependency cost. */
export interface Wait {
  readonly dependency: string;
  readonly invocations: number;
  readonly waitedMs: number;
  readonly cost: number;
}

/** The most expensive waits: the most that could be saved by not waiting for them. */
export function waitingAdvice(
  waits: readonly Wait[],
  { cost, monthlyFactor }: { readonly cost: number; readonly monthlyFactor: number },
  most = 3,
): readonly Finding[] {
  return waits
    .filter(
      (wait) =>
        wait.dependency !== '' && wait.invocations >= LEAST_INVOCATIONS && wait.cost >= cost * LEAST_SHARE,
    )
    .toSorted((a, b) => b.cost - a.cost)
    .slice(0, most)
    .map((wait) => ({
      change: {
        kind: 'waiting',
        function: null,
        title: `Wait less for ${wait.dependency}`,
        reason:
          'Functions are billed while they wait. Calls that run at the same time, answers that are cached, and work that is queued instead of awaited save up to all of it.',
        certainty: 'range',
        saving: { low: 0, high: wait.cost * monthlyFactor },
        evidence: {
          columns: ['Dependency', 'Invocations', 'Mean wait', 'Paid for it', 'of the cost'],
          rows: [
            [
              wait.dependency,
              count(wait.invocations),
              ms(wait.waitedMs / wait.invocations),
              usd(wait.cost),
              share(cost === 0 ? 0 : wait.cost / cost),
            ],
          ],
        },
      },
    }));
}
