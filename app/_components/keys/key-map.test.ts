import { expect, it } from 'vitest';
import { GLOBAL_SHORTCUTS, globalKey, SCREENS } from './key-map';

const press = (key: string, set: { command?: boolean; inField?: boolean; going?: boolean } = {}) =>
  globalKey({ key, command: set.command ?? false, inField: set.inField ?? false }, set.going ?? false);

it('opens the palette from anywhere, also out of a field', () => {
  expect(press('k', { command: true, inField: true })).toEqual({ kind: 'palette' });
  expect(press('K', { command: true })).toEqual({ kind: 'palette' });
  expect(press('c', { command: true })).toBeNull();
});

it('means nothing while something is typed', () => {
  for (const key of ['?', '/', 'j', 'g']) expect(press(key, { inField: true })).toBeNull();
});

it('goes to every screen by g and its key, each of its own', () => {
  expect(press('g')).toEqual({ kind: 'begin-go' });
  expect(press('l', { going: true })).toEqual({ kind: 'go', path: '/logs' });
  expect(press('?', { going: true })).toBeNull();
  expect(press('toString')).toBeNull();
  expect(new Set(SCREENS.map(({ key }) => key)).size).toBe(SCREENS.length);
});

it('tells people every key that it has', () => {
  const told = GLOBAL_SHORTCUTS.flatMap(([keys]) => keys.split(' '));
  for (const key of ['?', '/', 'd', 'r', 'l', 'u', 'j', 'k', ...SCREENS.map((one) => one.key)])
    expect(told).toContain(key);
});
