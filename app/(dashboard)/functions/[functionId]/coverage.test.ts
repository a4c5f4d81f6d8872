import { expect, test } from 'vitest';
import { coverageText } from './coverage';

test.each([
  [{ expected: 1000, received: 980 }, 'No telemetry of 20 of 1,000 executions (2%)', 20],
  [{ expected: 1, received: 0 }, 'No telemetry of 1 of 1 execution (100%)', 1],
  [{ expected: 7, received: 7 }, 'Telemetry came of every execution (7)', 0],
  // Counts are of the minute in which they were taken, so a range may have received more than it expected.
  [{ expected: 7, received: 8 }, 'Telemetry came of every execution (7)', 0],
])('%j is told as "%s"', (coverage, text, missing) =>
  expect(coverageText(coverage)).toEqual({ text, missing }),
);

test('without a count it says who could count', () => {
  expect(coverageText(null).text).toContain("send the platform's reports");
});
