import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaaslensError } from '../errors';
import { type Data, openData } from './index';
import { answer } from './protocol';

/** A worker that is slow or broken on request; its answers identify the thread. */
const WORKER = `
  import { existsSync, writeFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  const file = (name) => new URL(name, import.meta.url);
  let asked = 0;
  const run = async ({ method, args: [what] }) => {
    if (what === 'hang') for (;;);
    if (what === 'wait') await new Promise((resolve) => setTimeout(resolve, 300));
    if (what === 'die') process.exit(1);
    if (what === 'note') writeFileSync(file('noted'), '');
    if (what === 'hold') while (!existsSync(file('go'))) await new Promise((resolve) => setTimeout(resolve, 10));
    if (what === 'meet') {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
      const together = asked;
      asked -= 1;
      return { ok: true, value: together };
    }
    return { ok: true, value: { method, threadId } };
  };
  export const read = run;
  export const settings = run;
`;

let distDir = '';
let data: Data;
const ask = (what: string) => data.reader.trace(what, 1);
const change = (what: string) => data.settings.deleteRule(what);

beforeEach(() => {
  distDir = mkdtempSync(join(tmpdir(), 'faaslens-data-'));
  writeFileSync(join(distDir, 'data-worker.js'), WORKER);
  writeFileSync(join(distDir, 'package.json'), '{"type":"module"}');
  data = openData({ databaseFile: '', adminKey: null, secretKey: null, distDir }, { deadlineMs: 1500 });
});

afterEach(async () => {
  await data.close();
  rmSync(distDir, { recursive: true, force: true });
});

describe('threads', () => {
  it('give up a read after its deadline, with a message that says what to do, and go on', async () => {
    const failed = ask('hang').catch((error: unknown) => error);
    const meanwhile = await ask('');
    expect(meanwhile).toMatchObject({ method: 'trace' });
    expect(await failed).toMatchObject({ name: 'FaaslensError', code: 'timeout' });
    expect(String(await failed)).toContain('shorter time range');
    expect(await Promise.all([ask(''), ask('')])).toHaveLength(2);
  });

  it('never give up a change, not even while reads hang', async () => {
    const reads = Promise.allSettled([ask('hang'), ask('hang')]);
    expect(await change('wait')).toMatchObject({ method: 'deleteRule' });
    await reads;
    expect(await change('wait')).toMatchObject({ method: 'deleteRule' });
  });

  it('answer questions about settings while one of them takes long, as a password does', async () => {
    const order: string[] = [];
    const slow = Array.from({ length: 21 }, () => change('wait').then(() => order.push('slow')));
    await change('').then(() => order.push('quick'));
    await Promise.all(slow);
    expect(order[0]).toBe('quick');
  });

  it('look for what a deletion would take where they read, for settings are asked with every request', async () => {
    const threadOf = (value: unknown) => (value as { threadId: number }).threadId;
    const reading = threadOf(await ask(''));
    const preview = await data.deletions.preview({ range: { fromMs: 0, toMs: 1 } });
    const request = await data.deletions.request({ range: { fromMs: 0, toMs: 1 } });
    expect([threadOf(preview), threadOf(request)]).toEqual([reading, threadOf(await change(''))]);
  });

  it('change promotions where they change settings', async () => {
    expect(await data.promotions.promote('tenant.id')).toMatchObject({ method: 'promote' });
    expect(await change('')).toMatchObject({ method: 'deleteRule' });
  });

  it('are replaced when one dies', async () => {
    await expect(ask('die')).rejects.toThrow();
    expect(await ask('')).toMatchObject({ method: 'trace' });
  });

  it('answer one question at a time of SQLite, and several of ClickHouse', async () => {
    const together = async () =>
      Math.max(...(await Promise.all(Array.from({ length: 6 }, () => ask('meet')))).map(Number));
    expect(await together()).toBe(1);
    await data.close();
    const clickhouse = { url: 'http://127.0.0.1:9', cluster: null };
    data = openData({ databaseFile: '', clickhouse, adminKey: null, secretKey: null, distDir });
    expect(await together()).toBeGreaterThan(1);
  });

  it('never ask ClickHouse what was given up while it waited, and go on', async () => {
    await data.close();
    const clickhouse = { url: 'http://127.0.0.1:9', cluster: null };
    const place = { databaseFile: '', clickhouse, adminKey: null, secretKey: null, distDir };
    data = openData(place, { deadlineMs: 1500 });
    const holding = Array.from({ length: 16 }, () => ask('hold'));
    const all = await Promise.allSettled([...holding, ask('note'), ask('note')]);
    expect(all.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(all.map(() => 'timeout'));
    writeFileSync(join(distDir, 'go'), '');
    // A call that waited longer would be served first.
    await expect.poll(() => ask('')).toMatchObject({ method: 'trace' });
    expect(existsSync(join(distDir, 'noted'))).toBe(false);
  });

  it('refuse more questions than can wait', async () => {
    const all = await Promise.allSettled(Array.from({ length: 300 }, () => ask('wait')));
    const refused = all.filter((one) => one.status === 'rejected').map((one) => one.reason.code);
    expect(new Set(refused)).toEqual(new Set(['overloaded', 'timeout']));
    expect(all.some((one) => one.status === 'fulfilled')).toBe(true);
    expect(await ask('')).toMatchObject({ method: 'trace' });
  });
});

describe('an answer between threads', () => {
  const target = (method: () => Promise<never>) => ({ ...data.reader, trace: method });

  it('keeps code and message of a FaaslensError', async () => {
    const refusing = target(async () => Promise.reject(new FaaslensError('not_found', 'no such trace')));
    expect(await answer(refusing, { method: 'trace', args: [] })).toEqual({
      ok: false,
      code: 'not_found',
      message: 'no such trace',
    });
  });

  it('marks any other error as a defect', async () => {
    const broken = target(async () => Promise.reject(new TypeError('x is not a function')));
    expect(await answer(broken, { method: 'trace', args: [] })).toMatchObject({ ok: false, code: null });
  });

  it('never calls what was not offered', async () => {
    for (const method of ['constructor', '__proto__', 'toString', 'close', 'listKeys'])
      expect(await answer(data.reader, { method, args: [] })).toMatchObject({ ok: false, code: null });
  });
});
