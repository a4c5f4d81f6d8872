import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../../model/attributes';
import { T0_MS } from '../../contract/fixtures';
import { wordToken } from '../../derive/words';
import { newestTime } from './meta-rows';
import { looseLog, traceContent, traceId, withBlocks } from './testing';
import { attributeToken, markToken, severityToken, tokensOf, traceToken, wantedOf } from './tokens';

const SMALL = { groupSize: 8, blockRows: 24 };
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Times go up and down, so that blocks, groups and the order of writing do not agree. */
const shuffled = numbers(300).map((index) => (index * 7919) % 300);

describe('searching blocks', () => {
  it('walks newest first, with tokens and without, through groups and what has none yet', () => {
    withBlocks(SMALL, ({ write, store, search, db }) => {
      for (const number of shuffled) {
        write(number % 5 === 0 ? { spans: [], logs: [looseLog(number)] } : traceContent(number));
        store.maintain(0);
      }
      const all = Number(db.prepare('SELECT count(*) FROM block_meta').pluck().get());
      const method = attributeToken('http.method', 'GET') ?? 0;
      for (const by of ['spans', 'logs'] as const) {
        const range = { fromMs: T0_MS + 50, toMs: T0_MS + 250 };
        for (const query of [{}, { tokens: [method] }, { [by]: range }, { [by]: range, tokens: [method] }]) {
          const found = search.find(query);
          const order = 'logs' in query ? 'logs' : 'spans';
          expect(found.length).toBeGreaterThan(0);
          expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
          const sorted = found.toSorted((a, b) => {
            const [timeA, timeB] = [newestTime(a, order), newestTime(b, order)];
            return timeA === timeB ? b.id - a.id : Number(timeB - timeA);
          });
          expect(found).toEqual(sorted);
          if (!('tokens' in query) && !(by in query)) expect(found).toHaveLength(all);
        }
      }
    });
  });

  it('leaves out blocks without rows in the range, and no other', () => {
    withBlocks(SMALL, ({ write, store, search, db }) => {
      for (const number of shuffled) write(traceContent(number));
      while (store.maintain(1000));
      const range = { fromMs: T0_MS + 100, toMs: T0_MS + 110 };
      const expected = db
        .prepare('SELECT id FROM block_meta WHERE span_t1 >= ? AND span_t0 < ? ORDER BY id')
        .pluck()
        .all(BigInt(range.fromMs) * 1_000_000n, BigInt(range.toMs) * 1_000_000n);
      const ids = (found: readonly { id: number }[]) => found.map(({ id }) => id).sort((a, b) => a - b);
      expect(ids(search.find({ spans: range }))).toEqual(expected);
      const method = attributeToken('http.method', 'GET') ?? 0;
      expect(ids(search.find({ spans: range, tokens: [method] }))).toEqual(expected);
      expect(search.find({ spans: { fromMs: 0, toMs: T0_MS } })).toEqual([]);
    });
  });

  it('wants all tokens in one block', () => {
    withBlocks(SMALL, ({ write, store, search }) => {
      for (const number of numbers(240)) write(traceContent(number));
      while (store.maintain(1000));
      const found = search.find({ tokens: [traceToken(traceId(17)), wordToken('order17')] });
      expect(found).toHaveLength(1);
      expect(search.load(found[0]?.id ?? 0).logsOf(traceId(17))).toHaveLength(1);
      expect(search.find({ tokens: [traceToken(traceId(17)), wordToken('order200')] })).toEqual([]);
      expect(search.find({ tokens: [wordToken('never')] })).toEqual([]);
    });
  });

  it('wants keys as well as tokens, in a group or not', () => {
    withBlocks(SMALL, ({ write, store, search, db }) => {
      for (const number of numbers(240)) write(traceContent(number));
      while (store.maintain(1000));
      expect(db.prepare('SELECT count(*) FROM block_group').pluck().get()).toBeGreaterThan(0);
      for (const number of [3, 239]) {
        const keys = [traceToken(traceId(number))];
        const found = search.find({ keys });
        expect(found).toEqual(search.find({ tokens: keys }));
        expect(found).toHaveLength(1);
        expect(search.find({ keys, tokens: [wordToken(`order${number}`)] })).toEqual(found);
        expect(search.find({ keys, tokens: [wordToken('order120')] })).toEqual([]);
      }
      expect(search.find({ keys: [traceToken(traceId(3)), traceToken(traceId(239))] })).toEqual([]);
      expect(search.find({ keys: [traceToken(traceId(1000))] })).toEqual([]);
    });
  });

  it('finds a key by the filters of the groups that have it, and reads no other', () => {
    withBlocks(SMALL, ({ write, store, search, db }) => {
      for (const number of numbers(240)) write(traceContent(number));
      while (store.maintain(1000));
      const [key, other] = [traceToken(traceId(3)), traceToken(traceId(1000))];
      const found = search.find({ keys: [key] });
      const group = db.prepare('SELECT group_id FROM block_meta WHERE id = ?').pluck().get(found[0]?.id);
      expect(group).not.toBeNull();
      db.prepare('DELETE FROM block_filter WHERE id / 1048576 <> ?').run(group);
      expect(() => search.find({ tokens: [key] })).toThrow('lacks row');
      expect(search.find({ keys: [key] })).toEqual(found);
      expect(search.find({ keys: [other] })).toEqual([]);
    });
  });

  it('finds an id by whichever of the keys that name it', () => {
    expect(attributeToken('aws.request_id', 'r-1')).toBe(attributeToken('faas.invocation_id', 'r-1'));
    expect(attributeToken('messaging.message_id', 'm-1')).toBe(attributeToken('messaging.message.id', 'm-1'));
    expect(attributeToken('request.id', 'r-1')).not.toBe(attributeToken('request_id', 'r-1'));
  });

  it('finds ids of invocations, messages and events by the filters of the groups that have them alone', () => {
    withBlocks(SMALL, ({ write, store, search, db }) => {
      const named = (number: number, where: 'spans' | 'logs', attributes: Attributes) => {
        const content = traceContent(number);
        const records = content[where].map((record) => ({ ...record, attributes }));
        return { ...content, [where]: records };
      };
      for (const number of numbers(240)) {
        if (number === 3) write(named(3, 'spans', { 'aws.request_id': 'r-3' }));
        else if (number === 4) write(named(4, 'logs', { request_id: 4 }));
        else if (number === 5) write(named(5, 'spans', { 'cloudevents.event_id': 'e-5' }));
        else if (number === 239) write(named(239, 'spans', { 'messaging.message_id': 'm-239' }));
        else write(traceContent(number));
      }
      while (store.maintain(1000));
      const ids = [
        ['faas.invocation_id', 'r-3', 3],
        ['faas.invocation_id', '4', 4],
        ['cloudevents.event_id', 'e-5', 5],
        ['messaging.message.id', 'm-239', 239],
      ] as const;
      const withTheirTraces = ids.map(([, , number]) => search.find({ keys: [traceToken(traceId(number))] }));
      const groups = withTheirTraces.map(([found]) =>
        db.prepare('SELECT group_id FROM block_meta WHERE id = ?').pluck().get(found?.id),
      );
      expect(groups.map((group) => group !== null)).toEqual([true, true, true, false]);
      db.prepare('DELETE FROM block_filter WHERE id / 1048576 NOT IN (?, ?, ?)').run(groups.slice(0, 3));
      expect(ids.map(([key, text]) => search.find(wantedOf(key, text)))).toEqual(withTheirTraces);
      expect(search.find(wantedOf('faas.invocation_id', 'r-4'))).toEqual([]);
      expect(() => search.find(wantedOf('request.id', 'request-3-0'))).toThrow('lacks row');
    });
  });

  it('finds by service, environment, span name and severity', () => {
    withBlocks(SMALL, ({ write, search }) => {
      const warning = traceContent(1);
      write({ ...warning, logs: warning.logs.map((log) => ({ ...log, severity: 18 })) });
      write(traceContent(2));
      const found = (token: number | null) => search.find({ tokens: token === null ? [] : [token] }).length;
      expect(found(markToken('service', 'service-1'))).toBe(1);
      expect(found(markToken('environment', ''))).toBe(2);
      expect(found(markToken('span', 'work'))).toBe(2);
      expect([9, 13, 17, 18, 21].map((severity) => found(severityToken(severity)))).toEqual([2, 1, 1, 1, 0]);
    });
  });

  it('finds a block by each of very many tokens, in a group or not', () => {
    withBlocks({ groupSize: 8 }, ({ write, store, search, db }) => {
      const content = traceContent(1, 1500);
      const tokens = [...tokensOf(content)];
      expect(tokens.length).toBeGreaterThan(1500);
      const foundByAll = () =>
        tokens.filter((token) => search.find({ tokens: [token] }).some(({ id }) => id === 1));
      write(content);
      expect(foundByAll()).toHaveLength(tokens.length);
      for (const number of numbers(7)) write(traceContent(number + 2, 1500));
      while (store.maintain(1000));
      expect(db.prepare('SELECT count(*) FROM block_group').pluck().get()).toBe(1);
      expect(foundByAll()).toHaveLength(tokens.length);
    });
  });
});
