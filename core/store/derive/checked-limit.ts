import { FaaslensError } from '../../errors';

/** The longest page returned, whatever the limit. */
const MOST_ROWS = 10_000;

/** @throws FaaslensError `invalid_input` for a limit that is not a whole number from 1. */
export function checkedLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new FaaslensError('invalid_input', 'limit: must be a whole number from 1');
  }
  return Math.min(limit, MOST_ROWS);
}
