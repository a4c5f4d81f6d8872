import { FaaslensError } from '../../errors';
import { type TimeRange, toWholeMinutes } from '../../model/time-range';

/** More points than any chart draws. */
const MOST_POINTS = 20_000;

/**
 * The steps of a series over the range, widened to whole minutes: the number of the first step since the epoch, and how
 * many there are.
 * @throws FaaslensError `invalid_input` for a step that is not a whole number of minutes, or too small
 */
export function stepsOf(
  range: TimeRange,
  stepMs: number,
): { readonly first: number; readonly length: number } {
  checkedStep(stepMs);
  const { fromMs, toMs } = toWholeMinutes(range);
  const first = Math.floor(fromMs / stepMs);
  const length = Math.max(0, Math.ceil(toMs / stepMs) - first);
  if (length > MOST_POINTS) {
    throw new FaaslensError('invalid_input', `step: gives more than ${MOST_POINTS} points`);
  }
  return { first, length };
}

function checkedStep(stepMs: number): number {
  if (Number.isInteger(stepMs) && stepMs >= 60_000 && stepMs % 60_000 === 0) return stepMs;
  throw new FaaslensError('invalid_input', 'step: must be a whole number of minutes');
}
