import { describe, expect, it } from 'vitest';
import { openDatabase } from '@/core/database/open';
import { newDatabase } from '@/core/database/testing';
import { FaaslensError } from '@/core/errors';
import type { LogRecord, TelemetryBatch } from '@/core/model/telemetry';
import { invocation, spanId, testPrice, traceId } from '@/core/store/contract/fixtures';
import { openWriter } from '@/core/store/index';
import { garbageCollector } from '@/core/testing/heap';
import { createGroupCommit } from './group-commit';

const log = (body: string): LogRecord => ({
  timeNs: 1n,
  severity: 0,
  severityText: '',
  body,
  attributes: {},
  traceId: null,
  spanId: null,
  resource: { attributes: {} },
  scope: { name: '', version: '', attributes: {} },
});
const batch = (...bodies: string[]): TelemetryBatch => ({ spans: [], logs: bodies.map(log) });

function setUp({ failsOn = (_bodies: string[]): Error | null => null, windowMs = 5, maxRecords = 100 } = {}) {
  const groups: string[][] = [];
  const commits = createGroupCommit({
    windowMs,
    maxRecords,
    write: async ({ logs }) => {
      const bodies = logs.map(({ body }) => body);
      groups.push(bodies);
      await new Promise((resolve) => setTimeout(resolve, 2));
      const error = failsOn(bodies);
      if (error) throw error;
      return { spansRefused: 0 };
    },
  });
  return { commits, groups };
}

describe('spans that the store refuses', () => {
  const spans = (count: number): TelemetryBatch => ({
    spans: Array.from({ length: count }, () => ({}) as TelemetryBatch['spans'][number]),
    logs: [],
  });
  const refusing = () =>
    createGroupCommit({ windowMs: 5, maxRecords: 100, write: async () => ({ spansRefused: 3 }) });

  it('are those of the only batch with spans in the group', async () => {
    const commits = refusing();
    const refused = await Promise.all([commits.add(batch('a')), commits.add(spans(5)), commits.add(batch())]);
    expect(refused).toEqual([
      { count: 0, shared: false },
      { count: 3, shared: false },
      { count: 0, shared: false },
    ]);
  });

  it('are of one or another when several batches of the group have spans', async () => {
    const commits = refusing();
    const refused = await Promise.all([
      commits.add(spans(5)),
      commits.add(spans(1)),
      commits.add(batch('a')),
    ]);
    expect(refused).toEqual([
      { count: 3, shared: true },
      { count: 3, shared: true },
      { count: 0, shared: false },
    ]);
  });
});

describe('group commit', () => {
  it('writes what arrives within the window as one', async () => {
    const { commits, groups } = setUp();
    await Promise.all([commits.add(batch('a')), commits.add(batch('b', 'c')), commits.add(batch('d'))]);
    expect(groups).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('resolves a batch only after its write', async () => {
    let written = false;
    const commits = createGroupCommit({
      windowMs: 1,
      maxRecords: 10,
      write: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        written = true;
        return { spansRefused: 0 };
      },
    });
    await commits.add(batch('a'));
    expect(written).toBe(true);
  });

  it('does not wait for the window when a group is full, and writes one group after another', async () => {
    const { commits, groups } = setUp({ windowMs: 60_000, maxRecords: 2 });
    await Promise.all([commits.add(batch('a', 'b')), commits.add(batch('c')), commits.add(batch('d'))]);
    expect(groups).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('does not wait with a large batch for company while the store has nothing to do', async () => {
    const groups: string[][] = [];
    const written: (() => void)[] = [];
    const commits = createGroupCommit({
      ...{ windowMs: 60_000, maxRecords: 6, idleRecords: 2, ahead: 2 },
      write({ logs }) {
        groups.push(logs.map(({ body }) => body));
        return new Promise((resolve) => written.push(() => resolve({ spansRefused: 0 })));
      },
    });
    const added = [commits.add(batch('a')), commits.add(batch('b')), commits.add(batch('c', 'd'))];
    expect(groups).toEqual([['a', 'b']]);
    added.push(commits.add(batch('e', 'f')));
    expect(groups).toHaveLength(1);
    added.push(commits.add(batch('g', 'h')));
    expect(groups.slice(1)).toEqual([['c', 'd', 'e', 'f', 'g', 'h']]);
    for (const one of written) one();
    await Promise.all(added);
  });

  it('waits for large groups while the store is behind, and no longer than for their window', async () => {
    const groups: string[][] = [];
    const written: (() => void)[] = [];
    let isBehind = true;
    const commits = createGroupCommit({
      ...{ windowMs: 1, maxRecords: 100, idleRecords: 1, ahead: 1 },
      whileBehind: { isBehind: () => isBehind, windowMs: 50, records: 3 },
      write({ logs }) {
        groups.push(logs.map(({ body }) => body));
        return new Promise((resolve) => written.push(() => resolve({ spansRefused: 0 })));
      },
    });
    const added = ['a', 'b', 'c', 'd'].map((name) => commits.add(batch(name)));
    expect(groups).toEqual([['a', 'b', 'c']]);
    written[0]?.();
    await added[0];
    expect(groups).toHaveLength(1);
    await expect.poll(() => groups.at(1)).toEqual(['d']);
    added.push(commits.add(batch('e')));
    isBehind = false;
    written[1]?.();
    await added[3];
    await expect.poll(() => groups.at(2)).toEqual(['e']);
    written[2]?.();
    await Promise.all(added);
  });

  it('writes what waits for a large group when it is drained', async () => {
    const groups: number[] = [];
    const commits = createGroupCommit({
      ...{ windowMs: 1, maxRecords: 100 },
      whileBehind: { isBehind: () => true, windowMs: 60_000, records: 3 },
      async write({ logs }) {
        groups.push(logs.length);
        return { spansRefused: 0 };
      },
    });
    const added = ['a', 'b', 'c', 'd'].map((name) => commits.add(batch(name)));
    await commits.drained();
    await Promise.all(added);
    expect(groups).toEqual([3, 1]);
  });

  it('hands over so many groups ahead, and what arrives meanwhile is the next one', async () => {
    const groups: string[][] = [];
    const written: (() => void)[] = [];
    const commits = createGroupCommit({
      ...{ windowMs: 60_000, maxRecords: 2, ahead: 2 },
      write({ logs }) {
        groups.push(logs.map(({ body }) => body));
        return new Promise((resolve) => written.push(() => resolve({ spansRefused: 0 })));
      },
    });
    const added = ['a', 'b', 'c'].flatMap((name) => [
      commits.add(batch(name)),
      commits.add(batch(`${name}2`)),
    ]);
    expect(groups).toEqual([
      ['a', 'a2'],
      ['b', 'b2'],
    ]);
    written[0]?.();
    await added[0];
    await expect.poll(() => groups.at(2)).toEqual(['c', 'c2']);
    for (const one of written) one();
    await commits.drained();
    await Promise.all(added);
  });

  it('lets one poisonous batch fail alone', async () => {
    const { commits, groups } = setUp({
      failsOn: (bodies) => (bodies.includes('poison') ? new RangeError('cannot be stored') : null),
    });
    const results = await Promise.allSettled([
      commits.add(batch('a')),
      commits.add(batch('poison')),
      commits.add(batch('b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([['a', 'poison', 'b'], ['a'], ['poison'], ['b']]);
  });

  it('refuses of a group only what is of a trace whose block is damaged', async () => {
    const { file, remove } = newDatabase();
    const open = () => openWriter({ databaseFile: file }, { price: testPrice });
    const run = (trace: number, span: number): TelemetryBatch => ({
      spans: [invocation({ traceId: traceId(trace), spanId: spanId(span) })],
      logs: [],
    });
    const before = await open();
    await before.write(run(1, 1));
    await before.close();
    const db = openDatabase(file);
    db.exec('UPDATE block SET data = zeroblob(10)');
    db.close();
    const writer = await open();
    const commits = createGroupCommit({ windowMs: 5, maxRecords: 100, write: writer.write });
    const results = await Promise.allSettled([commits.add(run(1, 2)), commits.add(run(2, 3))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(results[0]).toMatchObject({
      reason: { message: expect.stringMatching(/cannot be read: A block .* is damaged/) },
    });
    await writer.close();
    remove();
  });

  it('keeps nothing of a batch while it is written, and has those of a group that failed made again', async () => {
    const collectGarbage = garbageCollector();
    const groups: string[][] = [];
    const given: WeakRef<LogRecord>[] = [];
    let fail = () => {};
    const commits = createGroupCommit({
      windowMs: 5,
      maxRecords: 2,
      write({ logs }) {
        groups.push(logs.map(({ body }) => body));
        if (groups.length > 1) return Promise.resolve({ spansRefused: 0 });
        return new Promise((_, reject) => {
          fail = () => reject(new RangeError('cannot be stored'));
        });
      },
    });
    const add = (name: string) => {
      const first = batch(name);
      for (const one of first.logs) given.push(new WeakRef(one));
      return commits.add(first, () => batch(`${name} again`));
    };
    const added = [add('a'), add('b')];
    // The target of a WeakRef stays alive until the end of the turn.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(given.map((one) => one.deref())).toEqual([undefined, undefined]);
    fail();
    await Promise.all(added);
    expect(groups).toEqual([['a', 'b'], ['a again'], ['b again']]);
  });

  it('does not repeat a group when the store itself is down', async () => {
    const { commits, groups } = setUp({
      failsOn: () => new FaaslensError('unavailable', 'the disk is full'),
    });
    const results = await Promise.allSettled([commits.add(batch('a')), commits.add(batch('b'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups).toHaveLength(1);
  });

  it('writes what waits when it is drained', async () => {
    const { commits, groups } = setUp({ windowMs: 60_000 });
    const added = commits.add(batch('a'));
    await commits.drained();
    await added;
    expect(groups).toEqual([['a']]);
  });
});
