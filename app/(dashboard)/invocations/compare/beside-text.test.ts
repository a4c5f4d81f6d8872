import { expect, it } from 'vitest';
import { besideText } from './beside-text';

const NOTHING_ASKED = { typed: undefined, isPlace: false, isFound: false, hasUsual: true };

it('says what an invocation is beside', () => {
  expect(besideText({ typed: 'a.b', isPlace: true, isFound: true, hasUsual: true })).toEqual({
    wrong: '',
    text: 'Beside the invocation that was asked for.',
  });
  expect(besideText(NOTHING_ASKED)).toMatchObject({
    wrong: '',
    text: expect.stringMatching(/^Beside the newest/),
  });
  expect(besideText({ ...NOTHING_ASKED, hasUsual: false }).text).toMatch(/^Beside none/);
});

it('does not take the usual one for what was asked for without a word', () => {
  expect(besideText({ ...NOTHING_ASKED, typed: 'the slow one' }).wrong).toMatch(/names no invocation/);
  expect(besideText({ ...NOTHING_ASKED, typed: 'a.b', isPlace: true }).wrong).toMatch(
    /No invocation is stored/,
  );
});
