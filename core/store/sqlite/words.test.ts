import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachWordToken, wordsOf, wordToken } from '../derive/words';

const tokensOfText = (text: string): number[] => {
  const tokens: number[] = [];
  eachWordToken(text, (token) => tokens.push(token));
  return tokens;
};

describe('words of log text', () => {
  it('are runs of letters and digits, in lower case and without diacritics', () => {
    expect(wordsOf('GET /Orders/42?id=a_b -> "Übergröße", café №7')).toEqual([
      'get',
      'orders',
      '42',
      'id',
      'a',
      'b',
      'ubergroße',
      'cafe',
      '7',
    ]);
  });

  it('are the same for composed and decomposed letters, and for both small sigmas', () => {
    expect(wordsOf('caf\u00e9')).toEqual(wordsOf('cafe\u0301'));
    expect(wordsOf('ΟΔΟΣ')).toEqual(wordsOf('οδος'));
    expect(wordsOf('ΟΔΟΣ')).toEqual(wordsOf('οδοσ'));
  });

  it('keep the vowel signs of scripts that need them', () => {
    expect(wordsOf('हिन्दी में')).toEqual(['हिन्दी', 'में']);
  });

  it('have the tokens that their text gives, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 })),
        (text) => {
          expect(tokensOfText(text)).toEqual(wordsOf(text).map(wordToken));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are those of the full-text search that stood here before', () => {
    const db = new Database(':memory:');
    db.exec(
      `CREATE VIRTUAL TABLE text USING fts5(body); CREATE VIRTUAL TABLE vocab USING fts5vocab(text, instance)`,
    );
    const samples = [
      'TypeError: Cannot read properties of undefined (reading "id") at /var/task/index.mjs:12:7',
      'Ça coûte 3,50 € à Zürich; naïve façade, Łódź',
      'Заказ №17 принят, ГОТОВО',
      'user_id=42; x-ray=1-5759e988-bd862e3fe1be46a994272793 100%',
      '注文 ok 東京',
      '\u{1f600} emoji \u{1f680} between\u{1f680}words',
    ];
    for (const body of samples) db.prepare('INSERT INTO text (body) VALUES (?)').run(body);
    const words = db
      .prepare<[number], string>('SELECT term FROM vocab WHERE doc = ? ORDER BY offset')
      .pluck();
    for (const [index, body] of samples.entries()) expect(wordsOf(body)).toEqual(words.all(index + 1));
    db.close();
  });
});
