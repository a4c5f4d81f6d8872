import { expect, it } from 'vitest';
import { vouchesForEmail } from './vouched-email';

const ada = { email: 'ada@example.org' };

it('an address counts as verified where the provider says so, whichever way it writes that', () => {
  for (const said of [true, 'true', 1, '1']) {
    expect(vouchesForEmail({ ...ada, email_verified: said })).toBe(true);
    expect(vouchesForEmail({ ...ada, xms_edov: said })).toBe(true);
  }
});

it('an address does not count as verified where the provider says nothing, denies it, or says something odd', () => {
  expect(vouchesForEmail(ada)).toBe(false);
  for (const said of [false, 'false', 0, '0', null, 'yes', [true], {}]) {
    expect(vouchesForEmail({ ...ada, email_verified: said })).toBe(false);
    expect(vouchesForEmail({ ...ada, xms_edov: said })).toBe(false);
  }
  expect(vouchesForEmail({ ...ada, email_verified: false, xms_edov: true })).toBe(false);
});
