import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from './http-answer';

const head = (status: string, ...headers: string[]) =>
  `HTTP/1.1 ${status}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`;

describe('an HTTP answer', () => {
  it('is read whole, with what the sender needs of it, and leaves what follows', () => {
    const text = `${head('503 Busy', 'Retry-After: 7', 'Content-Length: 2')}hiHTTP/1.1 200`;
    expect(readAnswer(text)).toEqual({
      status: 503,
      retryAfter: '7',
      body: 'hi',
      isKept: true,
      rest: 'HTTP/1.1 200',
    });
  });

  it('in chunks is put together, whatever extensions and trailers it has', () => {
    const text = `${head('200 OK', 'transfer-encoding: chunked')}2;x=1\r\nhe\r\n3\r\nllo\r\n0\r\nx-sum: 1\r\n\r\nmore`;
    expect(readAnswer(text)).toMatchObject({ body: 'hello', isKept: true, rest: 'more' });
  });

  it.each([
    ['that says so', head('200 OK', 'Connection: close', 'Content-Length: 0')],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['without a length', head('200 OK')],
  ])('%s ends its connection', (_what, text) => {
    expect(readAnswer(text)).toMatchObject({ status: 200, isKept: false });
  });

  it('without a body needs no length, and an interim one is none', () => {
    expect(readAnswer(`${head('100 Continue')}${head('204 No Content')}`)).toMatchObject({
      status: 204,
      isKept: true,
      rest: '',
    });
  });

  it('is refused when it is no HTTP, or a chunk has no size', () => {
    expect(() => readAnswer('SSH-2.0-OpenSSH\r\n\r\n')).toThrow('not HTTP');
    expect(() => readAnswer(`${head('200 OK', 'transfer-encoding: chunked')}zz\r\n`)).toThrow('chunk');
  });

  it('is read alike wherever the network cuts it: not before it is whole, and then at once', () => {
    const text = fc.string({ unit: 'binary-ascii' });
    const whole = fc.oneof(
      text.map((body) => [`${head('200 OK', `content-length: ${body.length}`)}${body}`, body] as const),
      fc
        .array(
          text.filter((chunk) => chunk !== ''),
          { minLength: 1 },
        )
        .map((chunks) => {
          const lines = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
          return [
            `${head('200 OK', 'Transfer-Encoding: chunked')}${lines}0\r\n\r\n`,
            chunks.join(''),
          ] as const;
        }),
    );
    fc.assert(
      fc.property(whole, fc.double({ min: 0, max: 1, noNaN: true }), ([answer, body], share) => {
        const cut = Math.floor(share * answer.length);
        if (cut < answer.length) expect(readAnswer(answer.slice(0, cut))).toBeUndefined();
        expect(readAnswer(answer)).toMatchObject({ status: 200, body, rest: '' });
      }),
    );
  });
});
