import { expect, test } from 'vitest';
import { parsePlace } from './place';

const traceId = 'ab'.repeat(16);
const spanId = 'cd'.repeat(8);

test.each([
  `${traceId}.${spanId}`,
  `${traceId}.${spanId}`.toUpperCase(),
  `http://localhost:3000/traces/${traceId}?from=now-1h&span=${spanId}`,
  `/traces/${traceId}?span=${spanId}#x`,
])('%s is an invocation', (typed) => expect(parsePlace(typed)).toEqual({ traceId, spanId }));

test.each([undefined, '', traceId, `${traceId}.x`, `/traces/${traceId}`])('%s is none', (typed) =>
  expect(parsePlace(typed)).toBeNull(),
);
