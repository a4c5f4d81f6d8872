import { expect, it } from 'vitest';
import { readRefusal } from './refusal';

const refusal = (code: string) => readRefusal(JSON.stringify({ code, message: 'why' }));

it('lets a stream ask again when the store was only busy or away for a moment', () => {
  for (const code of ['unavailable', 'overloaded', 'timeout'])
    expect(refusal(code)).toEqual({ passes: true, message: 'why' });
});

it('ends a stream for good when who reads it may not any more', () => {
  for (const code of ['unauthenticated', 'forbidden', 'invalid_input'])
    expect(refusal(code)).toEqual({ passes: false, message: 'why' });
});
