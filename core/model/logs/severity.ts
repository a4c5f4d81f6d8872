/** OpenTelemetry's levels; each has four numbers, of which this is the first. */
const FIRST = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;

export type SeverityName = keyof typeof FIRST;

export const SEVERITY_NAMES = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
] as const satisfies readonly SeverityName[];

/** The lowest OpenTelemetry severity number of a level. */
export function severityNumber(name: SeverityName): number {
  return FIRST[name];
}

/** The highest severity number of a level; 0 for records without a severity. */
export function severityTop(name: SeverityName | 'unset'): number {
  return name === 'unset' ? 0 : FIRST[name] + 3;
}
