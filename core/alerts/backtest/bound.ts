import { FaaslensError } from '../../errors';

/** Of readings a backtest keeps about 25 bytes each, for every group and minute. */
const MOST_READINGS = 10_000_000;

/**
 * Stops a backtest that would take the memory of the whole process.
 * @throws FaaslensError `invalid_input`
 */
export function checkReadings(groups: number, minutes: number): void {
  if (groups * minutes <= MOST_READINGS) return;
  const days = Math.floor(MOST_READINGS / groups / 1440);
  const shorter = days > 0 ? `, or test ${days} days of ${groups} groups` : '';
  throw new FaaslensError(
    'invalid_input',
    `from: the rule has too many groups for so long a range; narrow the rule or the range${shorter}`,
  );
}
