import { FaaslensError } from '../errors';
import { compare, type Fraction, fraction, parseFraction } from './fraction';

interface Common {
  readonly label: string;
  /** Other names that callers may use for it. */
  readonly aliases?: readonly string[];
}

export interface DecimalInput extends Common {
  readonly kind: 'decimal';
  /** Its unit, for people; '' for a plain number. */
  readonly unit: string;
  readonly min: string;
  readonly max: string | null;
}

export interface ChoiceInput<Choice extends string = string> extends Common {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
}

export interface FlagInput extends Common {
  readonly kind: 'flag';
}

export interface TextInput extends Common {
  readonly kind: 'text';
}

/** A list of decimals. */
export interface DecimalsInput extends Common {
  readonly kind: 'decimals';
}

/** A list of objects with named decimals. */
export interface RecordsInput extends Common {
  readonly kind: 'records';
  readonly fields: readonly string[];
}

export type InputSpec = DecimalInput | ChoiceInput | FlagInput | TextInput | DecimalsInput | RecordsInput;
/** Inputs that every product has and that are read elsewhere. */
const SHARED_INPUTS = ['provider', 'product', 'region', 'architecture', 'plan', 'freeTier', 'asOf'] as const;

export type InputSpecs = Readonly<Record<string, InputSpec>>;

type ValueOf<Spec> = Spec extends { kind: 'decimal' }
  ? Fraction
  : Spec extends ChoiceInput<infer Choice>
    ? Choice
    : Spec extends { kind: 'flag' }
      ? boolean
      : Spec extends { kind: 'text' }
        ? string
        : Spec extends { kind: 'decimals' }
          ? readonly Fraction[]
          : readonly Readonly<Record<string, Fraction>>[];

/** The given inputs; null where omitted. */
export type Given<Specs extends InputSpecs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> | null };

export function decimal(
  label: string,
  unit: string,
  { min = '0', max = null, aliases }: { min?: string; max?: string | null; aliases?: readonly string[] } = {},
): DecimalInput {
  return { kind: 'decimal', label, unit, min, max, ...(aliases ? { aliases } : {}) };
}

export function choice<const Choice extends string>(
  label: string,
  choices: readonly Choice[],
): ChoiceInput<Choice> {
  return { kind: 'choice', label, choices };
}

/**
 * Reads the inputs of a product.
 * @throws FaaslensError `invalid_input` that names the input that is unknown (listing the known ones), given twice, or of the
 * wrong kind
 */
export function readInputs<Specs extends InputSpecs>(
  specs: Specs,
  body: Readonly<Record<string, unknown>>,
): Given<Specs> {
  const nameOf = new Map(
    Object.entries(specs).flatMap(([name, { aliases = [] }]) =>
      [name, ...aliases].map((spelling) => [spelling, name] as const),
    ),
  );
  const given: Record<string, unknown> = Object.fromEntries(Object.keys(specs).map((name) => [name, null]));
  for (const [spelling, value] of Object.entries(body)) {
    if (value === null || value === undefined) continue;
    const name = nameOf.get(spelling);
    const spec = name === undefined ? undefined : specs[name];
    if (name === undefined || !spec) {
      refuse('unknown', `${spelling}; known: ${[...SHARED_INPUTS, ...Object.keys(specs)].join(', ')}`);
    }
    if (given[name] !== null) refuse(spelling, `says the same as ${name}: give one of them`);
    given[name] = readInput(spelling, spec, value);
  }
  return given as Given<Specs>;
}

function readInput(name: string, spec: InputSpec, value: unknown): unknown {
  switch (spec.kind) {
    case 'decimal':
      return readDecimal(name, value, spec);
    case 'choice':
      if (typeof value === 'string' && spec.choices.includes(value)) return value;
      return refuse(name, `must be ${spec.choices.join(' or ')}`);
    case 'flag':
      return typeof value === 'boolean' ? value : refuse(name, 'must be true or false');
    case 'text':
      return typeof value === 'string' ? value : refuse(name, 'must be a text');
    case 'decimals':
      return readList(name, value, (item, at) => readDecimal(at, item));
    case 'records':
      return readList(name, value, (item, at) => readRecord(at, item, spec.fields));
  }
}

function readList<Item>(
  name: string,
  value: unknown,
  read: (item: unknown, at: string) => Item,
): readonly Item[] {
  if (!Array.isArray(value) || value.length > 100) refuse(name, 'must be a list of at most 100');
  return value.map((item: unknown, index) => read(item, `${name}[${index}]`));
}

function readRecord(
  name: string,
  value: unknown,
  fields: readonly string[],
): Readonly<Record<string, Fraction>> {
  if (typeof value !== 'object' || value === null) refuse(name, `must be an object of ${fields.join(', ')}`);
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => {
      if (!fields.includes(field)) refuse(`${name}.${field}`, `is unknown. There are: ${fields.join(', ')}`);
      return [field, readDecimal(`${name}.${field}`, item)];
    }),
  );
}

function readDecimal(
  name: string,
  value: unknown,
  { min = '0', max = null }: Partial<Pick<DecimalInput, 'min' | 'max'>> = {},
): Fraction {
  const parsed = typeof value === 'number' || typeof value === 'string' ? parseFraction(String(value)) : null;
  const range = max === null ? `at least ${min}` : `${min} to ${max}`;
  if (parsed === null) refuse(name, `must be a number, ${range}`);
  if (compare(parsed, fraction(min)) < 0 || (max !== null && compare(parsed, fraction(max)) > 0))
    refuse(name, `must be ${range}`);
  return parsed;
}

/** @throws FaaslensError `invalid_input` that names the missing input */
export function required(value: Fraction | null, name: string): Fraction {
  return value ?? missing(name);
}

/** @throws FaaslensError `invalid_input`, always */
export function missing(name: string): never {
  return refuse(name, 'is missing: the product is billed by it, so give it');
}

export function refuse(name: string, why: string): never {
  throw new FaaslensError('invalid_input', `${name}: ${why}`);
}
