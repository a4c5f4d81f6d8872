import { describe, expect, it } from 'vitest';
import { wrap } from './wrap';

describe('what is no Worker', () => {
  const EXPECTED = /wrap takes .*\{ fetch.*WorkerEntrypoint.*not a function/;

  it.each([
    ['an arrow function', async () => new Response('hello')],
    [
      'a function that `new` would take',
      function fetch() {
        return new Response('hello');
      },
    ],
  ])('is refused where it is wrapped, with what was expected: %s', (_what, handler) => {
    expect(() => wrap(handler)).toThrow(EXPECTED);
  });

  it('is named', () => {
    expect(() => wrap(undefined as never)).toThrow(/not undefined/);
    expect(() => wrap('fetch' as never)).toThrow(/not a string/);
  });
});
