import { describe, expect, it } from 'vitest';
import type { TraceView } from '@/core/model/views';
import { testSpan } from '../testing/test-span';
import { spanMarkdown, traceMarkdown } from './markdown';

const trace = (spans: TraceView['spans']): TraceView => ({
  traceId: 't1',
  startTime: '2026-11-21T10:00:00.000Z',
  durationMs: 100,
  costUsd: '0.0000021',
  truncated: false,
  warnings: ['the clock of pay is behind'],
  spans,
  invocations: [],
  links: [],
});

describe('a trace as Markdown', () => {
  it('tells its facts and its spans as a nested list', () => {
    const spans = [
      testSpan('a', null, 0, 100, { onCriticalPath: true, coldStart: true }),
      testSpan('b', 'a', 10, 50, { status: 'error', statusMessage: 'no `card`' }),
    ];
    expect(traceMarkdown(trace(spans), 'http://x/traces/t1').split('\n')).toEqual([
      '## Trace `a`',
      '',
      '- id `t1`, http://x/traces/t1',
      '- began 2026-11-21T10:00:00.000Z, took 100 ms, 2 spans',
      '- cost 0.0000021 USD',
      '- warning: the clock of pay is behind',
      '',
      '### Spans',
      '',
      '- `a` 100 ms, self 100 ms, cold start, on the critical path',
      '  - `b` 50 ms, self 50 ms, **error** `` no `card` ``',
      '',
    ]);
  });
  it('tells of a long one the failed and the slowest', () => {
    const spans = Array.from({ length: 100 }, (_, index) =>
      testSpan(`s${index}`, null, 0, index, index === 3 ? { status: 'error' } : {}),
    );
    const text = traceMarkdown(trace(spans), '');
    expect(text).toContain('… and 40 shorter ones');
    expect(text).toContain('`s3` 3 ms');
    expect(text).not.toContain('`s4` ');
  });
  it('lets no text break out of its line or its code', () => {
    const hostile = testSpan('a', null, 0, 1, { name: '`` # x\n- y\u001b[31m' });
    const text = spanMarkdown(hostile, null, '');
    expect(text.split('\n')[0]).toBe('## Span ``` `` # x - y\u001b[31m ```');
  });
});
