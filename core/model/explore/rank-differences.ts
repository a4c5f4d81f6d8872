/** How often a key has which value among the selected invocations and among the rest. */
export interface CountedKey {
  readonly kind: 'field' | 'attribute';
  readonly key: string;
  readonly values: readonly ValueCount[];
}

interface ValueCount {
  readonly value: string;
  readonly selected: number;
  readonly rest: number;
}

export interface Difference {
  readonly kind: 'field' | 'attribute';
  readonly key: string;
  /** The value that differs most; for numbers possibly a threshold, as in `≥ 3`. Null: having the attribute at all. */
  readonly value: string | null;
  readonly comparison: 'is' | 'atLeast' | 'below' | 'present' | 'absent';
  /** The shares of the two samples for which it holds, 0 to 1. */
  readonly selectedShare: number;
  readonly restShare: number;
  /** The difference of the shares, less what chance explains for samples of this size; 0 to 1. */
  readonly score: number;
  /** The most frequent values on either side, most different first, for a closer look. */
  readonly values: readonly {
    readonly value: string;
    readonly selectedShare: number;
    readonly restShare: number;
  }[];
}

export interface SampleSizes {
  readonly selected: number;
  readonly rest: number;
}

/** A strict bound, because many keys are tested: about one in a thousand that do not differ passes. */
const DEVIATIONS = 3.3;
const MOST_VALUES = 8;

interface Candidate extends Pick<Difference, 'comparison' | 'value'> {
  readonly selected: number;
  readonly rest: number;
}

/**
 * The keys by which the selected invocations differ from the rest, most different first; empty when chance explains everything.
 * Shares of attributes refer to the invocations whose spans were read (`spans`), those of fields to all (`invocations`).
 */
export function rankDifferences(
  keys: readonly CountedKey[],
  sizes: { readonly invocations: SampleSizes; readonly spans: SampleSizes },
): readonly Difference[] {
  return keys
    .flatMap((key) => {
      const size = key.kind === 'field' ? sizes.invocations : sizes.spans;
      const best = bestOf(key, size);
      return best ? [best] : [];
    })
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

function bestOf({ kind, key, values }: CountedKey, size: SampleSizes): Difference | null {
  if (size.selected === 0 || size.rest === 0) return null;
  const candidates = [...ofValues(values), ...ofPresence(values, size), ...ofBorders(values)];
  const scored = candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate, size) }))
    // Among equals, the simpler one, which comes first.
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  if (!best || best.score <= 0) return null;
  const { selected, rest, comparison, value } = best.candidate;
  return {
    kind,
    key,
    comparison,
    value,
    selectedShare: selected / size.selected,
    restShare: rest / size.rest,
    score: best.score,
    values: values
      .map((one) => ({
        value: one.value,
        selectedShare: one.selected / size.selected,
        restShare: one.rest / size.rest,
      }))
      .sort((a, b) => gap(b) - gap(a))
      .slice(0, MOST_VALUES),
  };
}

function gap({
  selectedShare,
  restShare,
}: {
  readonly selectedShare: number;
  readonly restShare: number;
}): number {
  return Math.abs(selectedShare - restShare);
}

/** Only what is more frequent among the selected ones shows what they have in common. */
function ofValues(values: readonly ValueCount[]): readonly Candidate[] {
  return values.map(({ value, selected, rest }) => ({ comparison: 'is', value, selected, rest }));
}

function ofPresence(values: readonly ValueCount[], size: SampleSizes): readonly Candidate[] {
  const selected = sum(values, 'selected');
  const rest = sum(values, 'rest');
  return [
    { comparison: 'present', value: null, selected, rest },
    { comparison: 'absent', value: null, selected: size.selected - selected, rest: size.rest - rest },
  ];
}

/** Thresholds that split numbers in two; only when all values are numbers and there are several. */
function ofBorders(values: readonly ValueCount[]): readonly Candidate[] {
  const numbers = values.map((one) => ({
    ...one,
    number: one.value.trim() === '' ? Number.NaN : Number(one.value),
  }));
  if (numbers.length < 3 || numbers.some(({ number }) => !Number.isFinite(number))) return [];
  numbers.sort((a, b) => a.number - b.number);
  const all = { selected: sum(values, 'selected'), rest: sum(values, 'rest') };
  const below = { selected: 0, rest: 0 };
  return numbers.flatMap((one, index): readonly Candidate[] => {
    const before = { ...below };
    below.selected += one.selected;
    below.rest += one.rest;
    if (index === 0) return [];
    return [
      {
        comparison: 'atLeast',
        value: one.value,
        selected: all.selected - before.selected,
        rest: all.rest - before.rest,
      },
      { comparison: 'below', value: one.value, ...before },
    ];
  });
}

function sum(values: readonly ValueCount[], side: 'selected' | 'rest'): number {
  return values.reduce((total, value) => total + value[side], 0);
}

/** The difference of two shares, less the standard error for samples of this size. */
function scoreOf({ selected, rest }: Candidate, size: SampleSizes): number {
  const difference = selected / size.selected - rest / size.rest;
  const together = (selected + rest) / (size.selected + size.rest);
  const error = Math.sqrt(together * (1 - together) * (1 / size.selected + 1 / size.rest));
  return difference - DEVIATIONS * error;
}
