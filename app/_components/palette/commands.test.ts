import { expect, it } from 'vitest';
import type { FoundView } from '@/core/model/found';
import { commandsFor } from './commands';

const FOUND: FoundView = { kind: 'trace', title: 'checkout', note: 'trace', path: '/traces/1' };

it('offers every screen before anything is typed', () => {
  expect(commandsFor('', []).map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Overview', 'Functions', 'Alerts', 'Keys']),
  );
});

it('puts what an id belongs to first, and a screen first whose name is typed', () => {
  expect(commandsFor('4bf92f35', [FOUND])[0]).toEqual(FOUND);
  expect(commandsFor('lo', [FOUND]).map(({ title }) => title)[0]).toBe('Logs');
});

it('knows settings, and whatever else is done on a screen of its own, once they are typed', () => {
  const paths = (typed: string) => commandsFor(typed, []).map(({ path }) => path);
  expect(paths('settings')).toEqual(expect.arrayContaining(['/settings/keys', '/settings/retention']));
  expect(paths('calc')[0]).toBe('/costs/calculator');
  expect(paths('new ')).toEqual(expect.arrayContaining(['/alerts/rules/new', '/alerts/channels/new']));
  expect(paths('')).not.toContain('/settings/keys');
});

it('always offers to search the logs for it', () => {
  expect(commandsFor(' a "b" ', []).at(-1)).toMatchObject({ path: '/logs', query: { q: 'a "b"' } });
});

it('says of an error whose type is only a status that it is one of HTTP, and of a function of that name nothing', () => {
  const named = (kind: FoundView['kind']) => commandsFor('x', [{ ...FOUND, kind, title: '503' }])[0]?.title;
  expect([named('error'), named('function')]).toEqual(['HTTP 503', '503']);
});
