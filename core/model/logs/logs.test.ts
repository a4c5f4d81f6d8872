import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternsOf } from './patterns';
import { parseLogSearch, withAttribute, withoutAttribute } from './search';
import { searchOf, shapeOf } from './shape';

describe('shapeOf', () => {
  it('names what changes from line to line by its kind', () => {
    expect(
      [
        'order 4711 paid in 12.5ms, 3 items',
        'request 7f3d2c1a-0b4e-4f6a-9c8d-112233445566 from 10.0.0.7:443 took 2s',
        '2026-11-21T10:00:00.123Z user a.b@example.com said "hello there"',
        'instance i-0abc12de at 0x7fff5fbf done',
        'RequestId 4bf92f3577b34da6a3ce929d0e0e4736',
        '{"level":"info","attempt":3}',
      ].map(shapeOf),
    ).toEqual([
      'order <num> paid in <num>ms, <num> items',
      'request <uuid> from <ip> took <num>s',
      '<time> user <email> said <text>',
      'instance <id> at <hex> done',
      'RequestId <hex>',
      '{"level":<text>,"attempt":<num>}',
    ]);
  });
  it('leaves words alone and is the same for its own shape', () => {
    expect(shapeOf("card declined: it's over")).toBe("card declined: it's over");
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (body) => {
        expect(typeof searchOf(shapeOf(body))).toBe('string');
      }),
    );
  });
  it('takes a long and hostile line in its stride', () => {
    expect(shapeOf(`${'"'.repeat(50_000)}${'a@'.repeat(50_000)}`).length).toBeLessThan(2000);
  });
});

describe('searchOf', () => {
  it('asks for the words between what changes', () => {
    expect(searchOf('order <num> paid in <num>ms, by card')).toBe('"order" "paid in" "by card"');
    expect(searchOf('<num> <uuid>')).toBe('');
  });
});

describe('patternsOf', () => {
  const line = (body: string, time: number, severity = 9) => ({ id: `${time}`, body, time, severity });
  it('groups lines by shape, most frequent first, with the newest as example', () => {
    const patterns = patternsOf([
      line('order 1 paid', 30),
      line('order 22 paid', 20, 13),
      line('queue is empty', 25),
      line('order 333 paid', 10),
    ]);
    expect(patterns).toEqual([
      {
        shape: 'order <num> paid',
        count: 3,
        severity: 13,
        firstTime: 10,
        lastTime: 30,
        sample: 'order 1 paid',
      },
      {
        shape: 'queue is empty',
        count: 1,
        severity: 9,
        firstTime: 25,
        lastTime: 25,
        sample: 'queue is empty',
      },
    ]);
  });
  it('makes one of many shapes that differ in one word, and none of a few', () => {
    const names = ['ann', 'bob', 'cleo', 'dora', 'emil'];
    const lines = names.map((name, index) => line(`user ${name} signed in`, index));
    expect(patternsOf(lines).map(({ shape, count }) => [shape, count])).toEqual([
      ['user <word> signed in', 5],
    ]);
    expect(patternsOf(lines.slice(1))).toHaveLength(4);
  });
  it('loses no line, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 60 }), (bodies) => {
        const patterns = patternsOf(bodies.map((body, index) => line(body, index)));
        expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(bodies.length);
      }),
    );
  });
});

describe('parseLogSearch', () => {
  it('takes attributes out of the words', () => {
    expect(parseLogSearch('card @order.id:42 @who:"two words" "by post" a:b me@example.com:1')).toEqual({
      words: 'card   "by post" a:b me@example.com:1',
      attributes: [
        { key: 'order.id', value: '42' },
        { key: 'who', value: 'two words' },
      ],
    });
    expect(parseLogSearch(' @a:1 ')).toEqual({ words: undefined, attributes: [{ key: 'a', value: '1' }] });
  });
  it('takes an attribute back, and nothing else', () => {
    expect(withoutAttribute('card @k:"a b" refused @j:1', 'k', 'a b')).toBe('card refused @j:1');
    expect(withoutAttribute('@k:1', 'k', '1')).toBe('');
    expect(withoutAttribute('card @k:1', 'k', '2')).toBe('card @k:1');
  });

  it('reads what withAttribute writes, and refuses what cannot be written', () => {
    expect(withAttribute('card', 'k', 'a b')).toBe('card @k:"a b"');
    expect(withAttribute('card @k:1', 'k', '1')).toBe('card @k:1');
    expect(withAttribute('', 'k', 'say "hi"')).toBeNull();
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, value) => {
        const written = withAttribute('word', key, value);
        if (written !== null)
          expect(parseLogSearch(written)).toEqual({ words: 'word', attributes: [{ key, value }] });
      }),
    );
  });
});
