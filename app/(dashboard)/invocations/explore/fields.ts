import { BREAKDOWN_FIELDS, type BreakdownField } from '@/core/model/explore/breakdown-fields';
import { errorTypeText } from '../../../_components/format/error-type';

/** Stands for what is not known, where a value is asked for. */
export const UNKNOWN_VALUE = '(none)';

export const FIELD_LABELS: Readonly<Record<BreakdownField, string>> = {
  function: 'Function',
  outcome: 'Outcome',
  coldStart: 'Cold start',
  version: 'Version',
  memoryMb: 'Memory, MB',
  trigger: 'Trigger',
  errorType: 'Error type',
  region: 'Region',
  provider: 'Provider',
  runtime: 'Runtime',
  architecture: 'Architecture',
  environment: 'Environment',
};

/** What is counted beside the list, in this order. */
export const FACETS = [
  'outcome',
  'coldStart',
  'function',
  'version',
  'errorType',
  'trigger',
  'memoryMb',
  'region',
  'runtime',
  'architecture',
] as const satisfies readonly BreakdownField[];

export function isField(text: string): text is BreakdownField {
  return BREAKDOWN_FIELDS.some((field) => field === text);
}

/** What a field or attribute is called. */
export function fieldLabel(field: string): string {
  return isField(field) ? FIELD_LABELS[field] : field;
}

/** What a group is called; functions by the names under their ids, which tell those of one name apart. */
export function nameOfGroup(
  field: string,
  { value, label }: { readonly value: string | null; readonly label: string | null },
  functions: ReadonlyMap<string, string>,
): string {
  const own = field === 'function' && value !== null ? functions.get(value) : undefined;
  return own ?? groupLabel(field, label);
}

/** What a group of a field is called. */
export function groupLabel(field: string, label: string | null): string {
  if (field === 'coldStart') return label === null ? 'unknown' : label === 'true' ? 'cold' : 'warm';
  if (label === null || label === '') return 'none';
  if (field === 'errorType') return errorTypeText(label);
  return label;
}
