import { describe, expect, it } from 'vitest';
import type { LogView } from '@/core/model/views';
import { moments } from './moments';

const SPAN = { startTime: '2026-11-21T10:00:00.000Z', offsetMs: 7 };
const log = (id: string, time: string): LogView => ({
  id,
  time,
  severity: 9,
  severityText: 'INFO',
  body: `body ${id}`,
  service: 's',
  functionId: null,
  functionName: null,
  traceId: null,
  spanId: null,
  attributes: {},
});

describe('moments', () => {
  it('puts events and logs of a span in one order of time, after the start of the trace', () => {
    const events = [{ name: 'retry', time: '', offsetMs: 30, attributes: {} }];
    const logs = [log('late', '2026-11-21T10:00:00.050Z'), log('early', '2026-11-21T10:00:00.010Z')];
    expect(moments(events, logs, SPAN).map((one) => [one.title, one.offsetMs])).toEqual([
      ['body early', 17],
      ['retry', 37],
      ['body late', 57],
    ]);
  });
  it('says what an exception was, and that it is loud', () => {
    const attributes = { 'exception.type': 'TypeError', 'exception.message': 'x is not a function' };
    const events = [{ name: 'exception', time: '', offsetMs: 1, attributes }];
    expect(moments(events, [], SPAN)[0]).toMatchObject({
      title: 'TypeError: x is not a function',
      severity: 17,
    });
    expect(moments([{ name: 'exception', time: '', offsetMs: 1, attributes: {} }], [], SPAN)[0]?.title).toBe(
      'exception',
    );
  });
});
