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

  test('never leaves out bodies by what they have in common when one of them matches', () => {
    const piece = fc.string({ unit: fc.constantFrom(...'aefnrXZ -7é'), maxLength: 6 });
    const digits = fc.string({ unit: fc.constantFrom(...'0179'), minLength: 1, maxLength: 4 });
    const hexDigits = fc.string({ unit: fc.constantFrom(...'07aef-'), minLength: 1, maxLength: 6 });
    const slot = fc.oneof(fc.tuple(fc.constant(false), digits), fc.tuple(fc.constant(true), hexDigits));
    const given = fc.tuple(piece, fc.array(fc.tuple(slot, piece), { maxLength: 4 }), fc.nat(), fc.nat());
    fc.assert(
      fc.property(given, ([first, rest, from, length]) => {
        const pieces = [first, ...rest.map(([, next]) => next)];
        const hex = rest.map(([[isHex]]) => isHex);
        const body = first + rest.map(([[, between], next]) => between + next).join('');
        const words = wordsOf(body);
        if (words.length === 0) return;
        const start = from % words.length;
        const query = parseTextQuery(words.slice(start, start + 1 + (length % 3)).join(' '));
        expect(query?.mayMatch(pieces, hex)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('leaves out bodies without looking at them when nothing that they have in common can be the word', () => {
    const may = (typed: string, pieces: string[], hex = false) =>
      parseTextQuery(typed)?.mayMatch(
        pieces,
        pieces.slice(1).map(() => hex),
      );
    expect(may('near77', ['Order ', ' was near', ''])).toBe(true);
    expect(may('near77', ['Order ', ' was placed'])).toBe(false);
    expect(may('4711', ['Order ', ' was placed'])).toBe(true);
    expect(may('cafe', ['Order ', ' was placed'])).toBe(false);
    expect(may('cafe', ['Order ', ' was placed'], true)).toBe(true);
    expect(may('near77', ['Order ', ' was placed'], true)).toBe(false);
    expect(may('near77', ['n', 'r', ' was placed'], true)).toBe(true);
    expect(may('order gone', ['Order ', ' was placed'])).toBe(false);
    expect(may('gone', ['Örder ', ' was placed'])).toBe(true);
  });
});
