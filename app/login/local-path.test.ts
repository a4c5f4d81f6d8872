import { expect, it } from 'vitest';
import { localPath } from './local-path';

it.each(['/', '/traces', '/functions/0123456789abcdef?from=now-7d&q=a%20b', '/logs?q=http://x'])(
  'a page of ours is kept: %s',
  (next) => expect(localPath(next)).toBe(next),
);

it.each([
  undefined,
  '',
  'traces',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  '/.//evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  '/login?next=/',
  '/api/v1/session',
  '/\u0000',
])('anything else leads to the overview: %j', (next) => expect(localPath(next)).toBe('/'));

it('percent-encoded slashes stay part of a path of ours', () => {
  expect(localPath('/%2f%2fevil.example')).toBe('/%2f%2fevil.example');
});
