import { expect, it } from 'vitest';
import { forgottenKeyCookie, KEY_COOKIE, keyCookie, shownSecret } from './credentials';

const showing = (cookie: string) =>
  shownSecret({ method: 'GET', header: (name) => (name === 'cookie' ? cookie : undefined) });

it('a key that went into the cookie comes out of it, whatever its characters', () => {
  const line = keyCookie('a;b=c "d" ä', { secure: false });
  expect(showing(`x=1; ${line.split(';')[0]}; y=2`)).toBe('a;b=c "d" ä');
});

it('the cookie is out of reach of scripts and other sites, and secure under https', () => {
  expect(keyCookie('s', { secure: true })).toMatch(
    /; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
  );
  expect(keyCookie('s', { secure: false })).not.toContain('Secure');
});

it('forgetting sets an empty cookie that ends at once, and an empty cookie is no key', () => {
  expect(forgottenKeyCookie({ secure: false })).toContain(`${KEY_COOKIE}=; Path=/; Max-Age=0`);
  expect(showing(`${KEY_COOKIE}=`)).toBeNull();
  expect(showing(`other_${KEY_COOKIE}=s`)).toBeNull();
});
