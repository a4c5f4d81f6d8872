import { expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { whyFailed } from './why-failed';

it('says what is wrong with the store, and retries only for what passes by itself', () => {
  const of = (code: FaaslensError['code']) => whyFailed(new FaaslensError(code, 'in the log').digest);
  expect(of('unavailable')).toMatchObject({ title: 'The database does not answer', passes: true });
  expect(of('overloaded')).toMatchObject({ title: 'Too many queries at once', passes: true });
  expect(of('timeout')).toMatchObject({ title: 'This took too long', passes: false });
});

it('names the number of any other error in the log, as far as it has one', () => {
  expect(whyFailed('3141')).toMatchObject({ text: expect.stringContaining('3141'), passes: false });
  expect(whyFailed(undefined).text).not.toContain('number');
});
