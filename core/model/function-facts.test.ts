import { expect, it } from 'vitest';
import type { AttributeValue } from './attributes';
import { functionFacts } from './function-facts';

it('takes the time limit from what the wrapper says was left of it when the handler began', () => {
  const limit = (left: AttributeValue) => functionFacts({ 'faaslens.time_limit_ms': left }, {}).timeoutMs;
  expect(limit(3000)).toBe(3000);
  // Lambda's clock starts before the handler is called.
  expect(limit(2987)).toBe(3000);
  expect(limit(0)).toBeNull();
  expect(limit('soon')).toBeNull();
  expect(functionFacts({}, {}).timeoutMs).toBeNull();
});
