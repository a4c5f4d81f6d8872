import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('vercel-otel.json', readFileSync);
const VERCEL = {
  function: 'vercel  fra1 production shop',
  platform: 'vercel',
  source: 'faas-resource',
  id: 'abcde-1700000000000-0123456789ab',
  trigger: 'http',
  coldStart: null,
  outcome: 'ok',
  error: null,
};

it('recognises the root spans of Next.js under @vercel/otel, and none of its inner ones', () => {
  expect(spans).toHaveLength(4);
  expect(invocationsOf(spans).map(brief)).toEqual([
    VERCEL,
    { ...VERCEL, outcome: 'error', error: '500: null' },
  ]);
  expect(invocationsOf(spans)[0]?.facts.version).toBe('dpl_8xK2mQ');
});

it('keeps what Vercel adds as sent', () => {
  const roots = spans.filter(({ kind }) => kind === 'server');
  expect(roots[0]?.attributes).toMatchObject({
    'vercel.matched_path': '/api/orders',
    'http.target': '/api/orders?id=1',
  });
});
