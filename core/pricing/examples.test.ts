import { describe, expect, it } from 'vitest';
import { estimate } from './estimate';
import { compare, type Fraction, fraction, minus, times } from './fraction';
import { azureBilledMb } from './products/azure-functions';
import examples from './testdata/examples.json';

interface Example {
  readonly id: string;
  readonly provider: string;
  readonly product: string;
  readonly region: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly freeTier: boolean;
  readonly unit: string;
  readonly exact: string;
  /** As the source states it; null when it does not state this figure. */
  readonly printed: string | null;
  readonly tolerance: string | null;
}

const EXAMPLES: readonly Example[] = examples;
const NOW = Date.parse('2026-11-21');
const RELATIVE = fraction('0.000000001');

const size = (value: Fraction): Fraction => (value.top < 0n ? minus(fraction(0), value) : value);
const isWithin = (actual: Fraction, wanted: Fraction, most: Fraction) =>
  compare(size(minus(actual, wanted)), most) <= 0;

/** The figure of an example, in the unit that the example uses. */
function figureOf({ provider, product, region, inputs, freeTier, unit }: Example): Fraction {
  if (unit === 'MB') return azureBilledMb(fraction(String(inputs.observedMb)));
  const { totalUsd, billedDurationMs, lines } = estimate(
    { provider, product, region, freeTier, ...withMemory(unit, inputs) },
    { nowMs: NOW },
  );
  if (unit === 'USD') return fraction(totalUsd ?? 'unknown');
  if (unit === 'billed ms') return fraction(billedDurationMs ?? 'unknown');
  const [line] = lines;
  // A GB-hour is 10 credits.
  return unit === 'credit'
    ? times(fraction(line?.quantity ?? 0), fraction(10))
    : fraction(line?.quantity ?? 0);
}

/** Examples that only ask for time name no memory. */
function withMemory(unit: string, inputs: Example['inputs']): Example['inputs'] {
  return unit === 'billed ms' ? { memoryMb: 128, ...inputs } : inputs;
}

it('has all the worked examples, each once', () => {
  expect(new Set(EXAMPLES.map(({ id }) => id)).size).toBe(50);
});

describe('every worked example comes out as it should', () => {
  it.each(EXAMPLES.map((example) => [example.id, example] as const))('%s', (_, example) => {
    const figure = figureOf(example);
    const exact = fraction(example.exact.slice(0, 30));
    expect(isWithin(figure, exact, size(times(exact, RELATIVE)))).toBe(true);
    if (example.printed !== null && example.tolerance !== null)
      expect(isWithin(figure, fraction(example.printed), fraction(example.tolerance))).toBe(true);
  });
});
