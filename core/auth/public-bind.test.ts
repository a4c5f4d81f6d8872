import { expect, it } from 'vitest';
import { refusePublicBind } from './public-bind';

const config = { auth: 'auto', host: '0.0.0.0', adminKey: null } as const;

it.each(['0.0.0.0', '::', '10.0.0.5', 'lens.example'])('listening on %s without a key is refused', (host) => {
  expect(() => refusePublicBind({ ...config, host }, false)).toThrow(`FAASLENS_HOST=${host}`);
  expect(() => refusePublicBind({ ...config, host }, false)).toThrow('faaslens keys create');
});

it.each([
  ['somebody can enter', config, true],
  ['it is wanted, and the set-up link the only way in', { ...config, auth: 'required' }, false],
  ['the environment has an admin key', { ...config, adminKey: 'x'.repeat(20) }, false],
  ['it is loopback', { ...config, host: '127.0.0.1' }, false],
  ['the owner turned keys off', { ...config, auth: 'off' }, false],
] as const)('it is allowed when %s', (_, given, somebodyCanEnter) => {
  expect(() => refusePublicBind(given, somebodyCanEnter)).not.toThrow();
});
