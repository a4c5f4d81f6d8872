import { expect, it } from 'vitest';
import { missingLines } from './kept-lines';
import { KEEP_WHOLE } from './policy';

it('says what a list of log lines lacks, and nothing when it lacks nothing', () => {
  expect(missingLines(KEEP_WHOLE)).toBe('');
  expect(missingLines({ ...KEEP_WHOLE, ordinaryOneIn: 10, ordinaryDays: 7, logDays: 3 })).toBe(
    'Of ordinary traces not all lines are here: those of 1 in 10 are kept, they go after 3 days',
  );
});
