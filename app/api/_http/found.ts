import { FaaslensError } from '@/core/errors';

/** @throws FaaslensError `not_found` if there is nothing. */
export function found<Thing>(thing: Thing | null, what: string, id: string): Thing {
  if (thing === null) throw new FaaslensError('not_found', `there is no ${what} ${id}`);
  return thing;
}
