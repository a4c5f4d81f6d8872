import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { report } from './report.mjs';

const read = (file) => readFileSync(new URL(file, import.meta.url), 'utf8');
const results = JSON.parse(read('./results.json'));

it('the page of reliability is what the figures that are kept say', () => {
  expect(read('../../docs/reliability.md')).toBe(report(results));
});

it('a line that does not hold is told as such, and a phase that was not run, too', () => {
  const { load: _, ...others } = results;
  const page = report({ ...others, stop: { ...results.stop, lost: 3 } });
  expect(page).toContain('| R10 | stopped: nothing acknowledged is lost | NO: 3 |');
  expect(page).toContain('## Steady load (R1, R2, R15)\n\nwas not run this time');
});
