import type { Tone } from '../ui/badge';

/** The levels a person chooses from, with the lowest OpenTelemetry severity number of each. */
export const SEVERITIES = [
  { name: 'trace', from: 1 },
  { name: 'debug', from: 5 },
  { name: 'info', from: 9 },
  { name: 'warn', from: 13 },
  { name: 'error', from: 17 },
  { name: 'fatal', from: 21 },
] as const;

/** The short name of an OpenTelemetry severity number (0 to 24); '' when none was given. */
export function severityName(severity: number): string {
  return SEVERITIES.findLast((level) => severity >= level.from)?.name ?? '';
}

/** The colour of a level. */
export function severityTone(severity: number): Tone {
  if (severity >= 17) return 'bad';
  if (severity >= 13) return 'warn';
  return 'neutral';
}
