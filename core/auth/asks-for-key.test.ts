import { describe, expect, it } from 'vitest';
import { asksForKey } from './asks-for-key';

const local = { auth: 'auto', host: '127.0.0.1', publicUrl: null } as const;

describe('asksForKey', () => {
  it('asks nobody on this machine as long as nothing leads to it from elsewhere', () => {
    expect(asksForKey(local)).toBe(false);
  });

  it.each([{ host: '0.0.0.0' }, { publicUrl: 'https://lens.example.org' }, { auth: 'required' }] as const)(
    'asks everybody with %o',
    (change) => expect(asksForKey({ ...local, ...change })).toBe(true),
  );

  it('asks nobody when access control is off', () => {
    expect(asksForKey({ ...local, auth: 'off', host: '0.0.0.0' })).toBe(false);
  });
});
