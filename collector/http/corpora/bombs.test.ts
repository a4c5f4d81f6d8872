import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, framed, TRACES, withSession } from '../../grpc/testing/call';
import { settledMemoryMib, startCollector, type TestCollector } from '../testing/collector';

/** Small bodies that unpack to a lot, and large ones that parse to more, against a complete collector. */
const PB = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const MIB = 1024 * 1024;
const good = readFileSync(new URL('../../otlp/testdata/js-sdk-traces.pb', import.meta.url));

/** The bodies are large, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let collector: TestCollector;
let before: number;
beforeAll(async () => {
  collector = await startCollector();
  expect((await post(good)).status).toBe(200);
  before = await settledMemoryMib();
});
afterAll(() => collector.close());

async function post(content: Buffer, coding = 'identity', type = PB) {
  const response = await fetch(`${collector.url}/v1/traces`, {
    method: 'POST',
    body: content,
    headers: { 'content-type': type, 'content-encoding': coding },
  });
  return { status: response.status, text: await response.text() };
}

/** The process survived and serves the next request. */
afterEach(async () => {
  expect((await post(good)).status).toBe(200);
  expect(collector.ingest.alive).toBe(true);
});

const zeros = Buffer.alloc(10 * MIB);
const member = gzipSync(zeros, { level: 9 });
const repeated = (piece: Buffer, times: number) => Buffer.concat(Array.from({ length: times }, () => piece));
/** 10 GB of zeros in 10 MB: a ratio of a thousand to one, in a thousand members. */
const gzipBomb = () => repeated(member, 1_000);
/** In zstd, a block of 128 KiB of zeros takes four bytes. */
function zstdBomb(blocks: number): Buffer {
  const block = (last: number) => Buffer.from([(1 << 1) | last, 0, 0x10, 0]);
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
    repeated(block(0), blocks - 1),
    block(1),
  ]);
}

describe('compression bombs', () => {
  it.each([
    ['gzip, 10 MB to 10 GB', 'gzip', gzipBomb],
    ['gzip, one member of 256 MB', 'gzip', () => gzipSync(Buffer.alloc(256 * MIB), { level: 1 })],
    [
      'brotli, a few bytes to 256 MB',
      'br',
      () => brotliCompressSync(Buffer.alloc(256 * MIB), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    ],
    ['zstd, 4 kB to 128 MB', 'zstd', () => zstdBomb(1_000)],
  ])('%s is answered with 413 and its limit', async (_name, coding, bomb) => {
    const { status, text } = await post(bomb(), coding);
    expect([status, text]).toEqual([413, expect.stringMatching(/larger than 64 MiB/)]);
  });

  it('fifty in parallel are cut or put off, within bounded memory', async () => {
    const bomb = repeated(member, 100);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(bomb, 'gzip')));
    for (const { status } of answers) expect([413, 503]).toContain(status);
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(before + 1_500);
  });

  it('over gRPC is RESOURCE_EXHAUSTED', async () => {
    const answer = await withSession(collector.grpcUrl, (session) =>
      call(session, TRACES, framed(repeated(member, 100), { flag: 1 }), {
        headers: { 'grpc-encoding': 'gzip' },
      }),
    );
    expect([answer.code, answer.retrySeconds]).toEqual([8, null]);
  });
});

describe('bodies that parse to much', () => {
  // 64 MiB of brackets are refused too; the decoder's tests show that.
  const much = 16 * MIB;
  it.each([
    ['nothing but brackets', 400, () => Buffer.alloc(much, '['), JSON_TYPE],
    ['empty objects', 413, () => Buffer.alloc(much, '{},').fill('[', 0, 1), JSON_TYPE],
    [
      'one string of 50 MB',
      200,
      () => Buffer.from(`{"resourceSpans":[],"x":"${'a'.repeat(50 * MIB)}"}`),
      JSON_TYPE,
    ],
    ['zeros', 400, () => Buffer.alloc(much), PB],
    ['empty spans', 413, () => nested(Buffer.alloc(2 * MIB, Buffer.from([0x12, 0]))), PB],
    ['nested groups', 400, () => Buffer.alloc(much, 0x0b), PB],
  ])('%s', async (_name, status, content, type) => {
    expect((await post(content(), 'identity', type)).status).toBe(status);
  });

  it('ones that compress well are taken when they are good', async () => {
    const many = repeated(good, 4_000);
    expect((await post(gzipSync(many), 'gzip')).status).toBe(200);
  });
});

it('gives the memory back in the end', async () => {
  expect((await settledMemoryMib()) - before).toBeLessThan(400);
});

/** Log records in one scope of one resource. */
function nested(records: Buffer): Buffer {
  const part = (content: Buffer, tag: number) => {
    const length: number[] = [];
    let rest = content.length;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
    return Buffer.concat([Buffer.from([tag, ...length, rest]), content]);
  };
  return part(part(records, 0x12), 0x0a);
}
