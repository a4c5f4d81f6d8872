import { expect, it } from 'vitest';
import { besideText } from './beside-text';

const NOTHING_ASKED = { typed: undefined, isPlace: false, isFound: false, hasUsual: true };

it('says what an invocation is beside', () => {
  expect(besideText({ typed: 'a.b', isPlace: true, isFound: true, hasUsual: true })).toEqual({
    wrong: '',
    text: 'Compared with the invocation that you chose.',
  });
  expect(besideText(NOTHING_ASKED)).toMatchObject({
    wrong: '',
    text: expect.stringMatching(/^Compared with the newest/),
  });
  expect(besideText({ ...NOTHING_ASKED, hasUsual: false }).text).toMatch(/^Nothing to compare with/);
});

it('does not take the usual one for what was asked for without a word', () => {
  expect(besideText({ ...NOTHING_ASKED, typed: 'the slow one' }).wrong).toMatch(/is not an invocation/);
  expect(besideText({ ...NOTHING_ASKED, typed: 'a.b', isPlace: true }).wrong).toMatch(
    /No invocation is stored/,
  );
});
