import { count, type Finding, LEAST_INVOCATIONS, LEAST_SHARE, usd } from './advice';

/** The monthly cost of the same traffic on another platform. */
export interface PlatformCost {
  readonly name: string;
  /** USD at list price; null when it cannot be calculated. */
  readonly monthly: number | null;
  /** The assumptions made. */
  readonly note: string;
}

/** The same traffic on other platforms: the cheapest one, with all of them as evidence. */
export function platformAdvice({
  current,
  invocations,
  monthlyFactor,
  others,
}: {
  readonly current: { readonly name: string; readonly monthly: number };
  readonly invocations: number;
  readonly monthlyFactor: number;
  readonly others: readonly PlatformCost[];
}): Finding {
  const keep = (reason: string): Finding => ({ keep: { kind: 'platform', function: null, reason } });
  if (invocations < LEAST_INVOCATIONS) return keep(`fewer than ${LEAST_INVOCATIONS} invocations`);
  const priced = others.flatMap(({ name, monthly, note }) =>
    monthly === null ? [] : [{ name, monthly, note }],
  );
  const [best] = priced.toSorted((a, b) => a.monthly - b.monthly);
  if (!best) return keep('no other platform can be priced');
  if (best.monthly > current.monthly * (1 - LEAST_SHARE))
    return keep(`the same traffic costs no less elsewhere: ${best.name} comes nearest`);
  return {
    change: {
      kind: 'platform',
      function: null,
      title: `The same traffic costs least on ${best.name}`,
      reason:
        'List prices without free allowances, at the same durations: another platform runs at another speed, and moving has its own price.',
      certainty: 'assumed',
      saving: { low: current.monthly - best.monthly, high: current.monthly - best.monthly },
      evidence: {
        columns: ['Platform', 'Invocations a month', 'Cost a month', 'Assumed'],
        rows: [
          [current.name, count(invocations * monthlyFactor), usd(current.monthly), 'as it is'],
          ...others
            .toSorted(
              (a, b) => (a.monthly ?? Number.POSITIVE_INFINITY) - (b.monthly ?? Number.POSITIVE_INFINITY),
            )
            .map(({ name, monthly, note }) => [
              name,
              count(invocations * monthlyFactor),
              monthly === null ? null : usd(monthly),
              note,
            ]),
        ],
      },
    },
  };
}
