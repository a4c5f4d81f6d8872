import { expect, it } from 'vitest';
import { begun } from './begun';

it('tells a failure to who waits in the end, and not to the process before somebody does', async () => {
  const answer = begun(Promise.reject(new Error('the store is busy')));
  await new Promise((resolve) => setImmediate(resolve));
  await expect(answer).rejects.toThrow('the store is busy');
});
