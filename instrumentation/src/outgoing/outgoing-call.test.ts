import type { Span } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { NonRecordingSpan } from '../trace/non-recording-span';
import { createCall } from './outgoing-call';
import type { CallDescription } from './outgoing-request';

/** Writes down what is done to it, as an SDK would that warns about everything after the end. */
class ToldSpan extends NonRecordingSpan {
  readonly told: string[] = [];

  override setAttributes(attributes?: object): this {
    this.told.push(`set ${Object.entries(attributes ?? {}).join(' ')}`);
    return this;
  }
  override setStatus(status?: { code: number; message?: string }): this {
    this.told.push(`status ${status?.code} ${status?.message ?? ''}`.trim());
    return this;
  }
  override updateName(name?: string): this {
    this.told.push(`name ${name}`);
    return this;
  }
  override end(): void {
    this.told.push('end');
  }
}

function start(description: Partial<CallDescription> = {}) {
  const span = new ToldSpan({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
  const over: string[] = [];
  const call = createCall(span as Span, { name: 'GET a', attributes: {}, ...description }, () =>
    over.push('over'),
  );
  return { call, told: span.told, over };
}

const answer = (status: number) => ({ status, header: () => undefined });

describe('an outgoing call', () => {
  it('ends once, and nothing is said about it afterwards', () => {
    const { call, told, over } = start({ describeBody: () => ({ name: 'late', attributes: {} }) });
    call.answer(answer(200));
    call.answer(answer(500));
    call.end();
    call.end();
    call.fail(new Error('late'));
    call.body('late');
    expect(told).toEqual(['set http.response.status_code,200', 'end']);
    expect(over).toEqual(['over']);
  });

  it.each([
    [
      'an error with a code',
      Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
      'refused',
    ],
    ['an abort', new DOMException('stopped', 'AbortError'), 'AbortError', 'stopped'],
    ['an object', {}, '_OTHER', ''],
    ['a text', 'text', 'string', 'text'],
    ['nothing', undefined, 'undefined', 'undefined'],
  ])('that failed with %s has a type and its message', (_what, error, type, message) => {
    const { call, told } = start();
    call.fail(error);
    expect(told).toEqual([`set error.type,${type}`, `status 2 ${message}`.trim(), 'end']);
  });

  it('reads the first piece of its body and no other, bytes and text alike', () => {
    const describeBody = (text: string) => ({ name: `read ${text}`, attributes: { length: text.length } });
    const { call, told } = start({ describeBody });
    call.body(undefined);
    call.body(() => {});
    expect(call.wantsBody()).toBe(true);
    call.body(new TextEncoder().encode('first'));
    call.body('second');
    expect(call.wantsBody()).toBe(false);
    expect(told).toEqual(['name read first', 'set length,5']);
  });

  it('looks at no more than the first 64 KiB of a body', () => {
    let seen = 0;
    const describeBody = (text: string) => {
      seen = text.length;
      return undefined;
    };
    start({ describeBody }).call.body('x'.repeat(1_000_000));
    expect(seen).toBe(65_536);
    start({ describeBody }).call.body(new Uint8Array(1_000_000).fill(120));
    expect(seen).toBe(65_536);
  });
});
