import { expect, it } from 'vitest';
import { bodyOf, NEW_DELETION, previewText } from './deletion-draft';

it('asks for what its fields say, and for nothing else', () => {
  const draft = { ...NEW_DELETION, traceId: ' ab ', key: 'user.id', value: ' 42', from: '2026-03-01T00:00' };
  const from = new Date('2026-03-01T00:00').toISOString();
  expect(bodyOf({ ...draft, what: 'trace' })).toEqual({ traceId: 'ab' });
  expect(bodyOf(draft)).toEqual({ from, to: undefined, attribute: { key: 'user.id', value: ' 42' } });
  expect(bodyOf({ ...draft, what: 'time' })).toEqual({ from, to: undefined });
});

it('says how much would go', () => {
  expect(previewText({ traces: 0, looseLogs: 0, exact: true })).toBe('Nothing fits.');
  expect(previewText({ traces: 1, looseLogs: 2000, exact: false })).toBe(
    'At least 1 trace with all that is in them, and 2,000 log lines without a trace.',
  );
});
