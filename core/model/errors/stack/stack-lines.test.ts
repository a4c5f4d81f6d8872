import { describe, expect, it } from 'vitest';
import { stackLines } from './stack-lines';

const kinds = (stack: string) => stackLines(stack).map(({ kind }) => kind);

describe('the lines of a stack', () => {
  it('tell own frames from those of packages and of the runtime', () => {
    const stack = `TypeError: x is not a function
    at charge (/var/task/src/pay.js:10:5)
    at Axios.request (/var/task/node_modules/axios/lib/axios.js:9:1)
    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)`;
    expect(kinds(stack)).toEqual(['text', 'own', 'other', 'other']);
  });
  it('know Python, whose source lines are text', () => {
    const stack = `Traceback (most recent call last):
  File "/var/task/app.py", line 3, in handler
    charge()
  File "/opt/python/lib/site-packages/stripe/api.py", line 90, in request`;
    expect(kinds(stack)).toEqual(['text', 'own', 'text', 'other']);
  });
  it('are at most 400, without the carriage returns of Windows', () => {
    expect(stackLines('a\r\nb\r')).toMatchObject([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
    ]);
    expect(stackLines('line\n'.repeat(2000))).toHaveLength(400);
  });
});
