import { expect, test } from 'vitest';
import { errorTypeText } from './error-type';

test.each([
  ['503', 'HTTP 503'],
  ['TypeError', 'TypeError'],
  ['600', '600'],
  ['5031', '5031'],
  ['', ''],
])('%s is shown as %s', (type, text) => {
  expect(errorTypeText(type)).toBe(text);
});
