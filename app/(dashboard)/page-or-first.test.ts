import { expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { pageOrFirst } from './page-or-first';

const load = async ({ cursor }: { readonly cursor?: string }) => {
  if (cursor === 'stale') throw new FaaslensError('invalid_input', 'cursor: of another list');
  if (cursor === 'broken') throw new FaaslensError('unavailable', 'busy');
  return cursor ?? 'first';
};

it('opens the page of a cursor, and the first one without', async () => {
  expect(await pageOrFirst(undefined, load)).toEqual({ page: 'first', later: false });
  expect(await pageOrFirst('c2', load)).toEqual({ page: 'c2', later: true });
});

it('opens the first page for a cursor that the list refuses, and passes on other errors', async () => {
  expect(await pageOrFirst('stale', load)).toEqual({ page: 'first', later: false });
  await expect(pageOrFirst('broken', load)).rejects.toThrow('busy');
});
