import { expect, it } from 'vitest';
import { cpuMs } from '@/core/testing/cpu-ms';
import { CLOUDWATCH_SCOPE } from '../platform/feed-scopes';
import { errorOfLog } from './from-log';
import { STACK, testLog } from './testing';

const failure = (body: string) => {
  const error = errorOfLog(testLog({ body }));
  return error && { type: error.type, message: error.message };
};

it('reports exception attributes at any severity', () => {
  const attributes = {
    'exception.type': 'KeyError',
    'exception.message': 'id',
    'exception.stacktrace': STACK,
  };
  expect(errorOfLog(testLog({ severity: 9, attributes }))).toMatchObject({
    source: 'log',
    type: 'KeyError',
    message: 'id',
    stack: STACK,
    version: '7',
  });
});

it.each([
  ['JavaScript', `${STACK}\n`, 'TypeError', 'no id'],
  [
    'console.error with a label',
    `could not load: Error: boom: 3\n    at f (/var/task/a.js:1:2)`,
    'Error',
    'boom: 3',
  ],
  [
    'Python',
    `[ERROR] KeyError: 'Item'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 3, in handler\n    x["Item"]\nbotocore.exceptions.ClientError: An error occurred`,
    'botocore.exceptions.ClientError',
    'An error occurred',
  ],
  [
    "Lambda's Python, which names the error above its frames",
    '[ERROR] NoStock: order 3: none\nof them\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 5, in handler\n\u00a0\u00a0\u00a0\u00a0raise NoStock()',
    'NoStock',
    'order 3: none\nof them',
  ],
  [
    "Lambda's Python, which could not load the code",
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'\nTraceback (most recent call last):",
    'Runtime.ImportModuleError',
    "Unable to import module 'app': No module named 'x'",
  ],
  [
    'Java',
    'Exception in thread "main" com.acme.NoStock: order 3\n\tat com.acme.Orders.load(Orders.java:42)',
    'com.acme.NoStock',
    'order 3',
  ],
  [
    'Java with a message of two lines',
    '2026-03-01 ERROR java.lang.IllegalStateException: first\nsecond\n\tat com.acme.Orders.load(Orders.java:42)',
    'java.lang.IllegalStateException',
    'first\nsecond',
  ],
  [
    '.NET',
    'Unhandled exception. System.InvalidOperationException: Sequence contains no elements\n   at Acme.Orders.Load(String id) in /src/Orders.cs:line 42',
    'System.InvalidOperationException',
    'Sequence contains no elements',
  ],
  [
    'Ruby',
    "/var/task/app.rb:5:in 'handler': undefined method 'x' (NoMethodError)",
    'NoMethodError',
    "undefined method 'x'",
  ],
  [
    'Go',
    'panic: no stock [recovered]\n\ngoroutine 1 [running]:\nmain.handler(0x1)\n\t/build/main.go:12 +0x1d',
    'panic',
    'no stock',
  ],
  [
    "Lambda's runtime",
    '2026-03-01T00:00:00.000Z\t8f5\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no id","stack":["TypeError: no id","    at load (/var/task/o.js:1:2)"]}',
    'TypeError',
    'no id',
  ],
  [
    "Lambda's JSON log format",
    '{"timestamp":"2026-03-01T00:00:00Z","level":"ERROR","message":{"errorType":"Error","errorMessage":"boom","stackTrace":["Error: boom","    at f (/var/task/a.js:1:2)"]}}',
    'Error',
    'boom',
  ],
  [
    'pino',
    '{"level":50,"msg":"failed","err":{"type":"RangeError","message":"too big","stack":"RangeError: too big\\n    at f (/var/task/a.js:1:2)"}}',
    'RangeError',
    'too big',
  ],
])('finds the failure in a body of %s', (_, body, type, message) => {
  expect(failure(body)).toEqual({ type, message });
});

it.each([
  'ERROR: disk almost full',
  'order 3 failed: no stock',
  '{"level":50,"msg":"failed"}',
  '{"type":"platform.report","record":{}}',
  '{broken',
  'at work on it (now)',
  'Note:\n  at noon (12:30)',
  '',
])('leaves an error in plain words a log line: %j', (body) => {
  expect(failure(body)).toBeNull();
});

it('leaves to an execution what its runtime tells of its failure, where a feed delivers that', () => {
  const body =
    '2026-03-01T00:00:00.000Z\t8f5d1b7e-0000-4000-8000-000000000001\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no id","stack":["TypeError: no id"]}';
  const scope = { name: CLOUDWATCH_SCOPE, version: '', attributes: {} };
  expect(errorOfLog(testLog({ body, scope }))).toBeNull();
  expect(failure(body)).toEqual({ type: 'TypeError', message: 'no id' });
});

it('finds nothing in records below ERROR that name no exception', () => {
  expect(errorOfLog(testLog({ severity: 13, body: STACK }))).toBeNull();
});

it('reads the longest hostile bodies within a fraction of a second', () => {
  const ms = cpuMs(() => {
    for (const part of ['A: ', 'a.', 'a::', '{"a":', 'Error: ', '\n', 'at (', ' A', 'goroutine 1 [\n']) {
      errorOfLog(testLog({ body: part.repeat(1_000_000 / part.length) }));
      errorOfLog(testLog({ body: `${part.repeat(30_000 / part.length)}\n    at f (/a.js:1:2)` }));
    }
  });
  expect(ms).toBeLessThan(15_000);
});
