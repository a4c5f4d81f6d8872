import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTextQuery } from './text-query';
import { wordsOf } from './words';

const matches = (typed: string, body: string) => parseTextQuery(typed)?.matches(body);

describe('a text query', () => {
  test('wants every word, as a whole one', () => {
    expect(matches('card paid', 'Order 4711 was paid by card')).toBe(true);
    expect(matches('card declined', 'Order 4711 was paid by card')).toBe(false);
    expect(matches('car', 'paid by card')).toBe(false);
    expect(matches('471', 'Order 4711')).toBe(false);
  });

  test('disregards case and diacritics, on either side', () => {
    expect(matches('uberweisung', 'ÜBERWEISUNG für')).toBe(true);
    expect(matches('Überweisung', 'uberweisung')).toBe(true);
    expect(matches('STRASSE', 'Strasse')).toBe(true);
  });

  test('takes quoted text and text without spaces as phrases', () => {
    expect(matches('"by card"', 'paid by card')).toBe(true);
    expect(matches('"card by"', 'paid by card')).toBe(false);
    expect(matches('"by card" paid', 'by the card, paid')).toBe(false);
    expect(matches('and-again', 'again and again')).toBe(true);
    expect(matches('and-again', 'and then again')).toBe(false);
    expect(matches('"to be not', 'to be or to be not')).toBe(true);
    expect(matches('"a b" "a"', 'a a b')).toBe(true);
  });

  test('is none when no word was typed', () => {
    for (const nothing of ['', ' ', '"', '""', '*', '()', '-', "'", '"""']) {
      expect(parseTextQuery(nothing)).toBeNull();
    }
  });

  test('picks blocks by each of its words, once', () => {
    expect(parseTextQuery('Card "was Paid" card')?.words).toEqual(['card', 'was', 'paid']);
    expect(parseTextQuery('w '.repeat(5000))?.words).toEqual(['w']);
  });

  test('finds a body by any of its words and by any run of them', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (body, from, length) => {
        const words = wordsOf(body);
        if (words.length === 0) return;
        const start = from % words.length;
        const run = words.slice(start, start + 1 + (length % 4));
        expect(matches(run.join(' '), body)).toBe(true);
        expect(matches(`"${run.join(' ')}"`, body)).toBe(true);
        expect(matches(body.replaceAll('"', ' '), body)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
