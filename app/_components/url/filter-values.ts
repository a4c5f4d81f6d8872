import { LONGEST_KEY } from '@/core/model/attributes';
import { USD_AMOUNT } from '@/core/model/money';
import { one, type SearchParams, text } from './scope';

/** Prefix of parameters that filter a list by an attribute. */
export const ATTRIBUTE = 'attribute.';

const LONGEST_TEXT = 500;

/** Each of these is undefined for an invalid value, as if the parameter were absent. */
export function shortText(params: SearchParams, name: string): string | undefined {
  return text(params, name)?.slice(0, LONGEST_TEXT);
}

/** Unchanged, spaces included: for values that are compared as a whole. */
export function exactText(params: SearchParams, name: string, longest: number): string | undefined {
  const value = one(params, name);
  return value === undefined || value === '' || value.length > longest ? undefined : value;
}

export function yesOrNo(params: SearchParams, name: string): boolean | undefined {
  const value = text(params, name);
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

/** Not negative; of milliseconds unless `most` says otherwise. */
export function number(params: SearchParams, name: string, most = 1e9): number | undefined {
  const value = Number(text(params, name) ?? Number.NaN);
  return value >= 0 && value <= most ? value : undefined;
}

export function usd(params: SearchParams, name: string): string | undefined {
  const value = text(params, name);
  return value !== undefined && USD_AMOUNT.test(value) ? value : undefined;
}

/** The value of an attribute that filters a list. */
export function attributeValue(params: SearchParams, key: string): string | undefined {
  const isKey = key !== '' && key.length <= LONGEST_KEY;
  return isKey ? shortText(params, `${ATTRIBUTE}${key}`) : undefined;
}

type Attributes = Readonly<Record<string, string>>;

/** Filters as parameters of the URL. */
export function filterParams<Filters extends { readonly attribute?: Attributes }>({
  attribute,
  ...filters
}: Filters): Omit<Filters, 'attribute'> & Attributes {
  const named = Object.entries(attribute ?? {}).map(([key, value]) => [`${ATTRIBUTE}${key}`, value]);
  return { ...filters, ...Object.fromEntries(named) };
}
