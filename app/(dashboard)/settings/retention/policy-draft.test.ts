import { expect, it } from 'vitest';
import { KEEP_WHOLE } from '@/core/model/keeping/policy';
import { draftOf, policyOf, sentenceOf } from './policy-draft';

const POLICY = { ordinaryOneIn: 10, settleMinutes: 30, slowMs: 250, ordinaryDays: 7, logDays: 1 };

it.each([KEEP_WHOLE, POLICY])('fields hold a policy as it is', (policy) => {
  expect(policyOf(draftOf(policy))).toEqual(policy);
});

it('says in words what a policy does', () => {
  expect(sentenceOf(draftOf(KEEP_WHOLE))).toBe('All details are kept as long as everything else.');
  expect(sentenceOf(draftOf(POLICY))).toBe(
    '30 minutes after it ended, an ordinary trace loses its details, but for 1 in 10; after 7 days all ordinary traces ' +
      'have lost theirs; log lines go after 1 day, but those of errors and of other traces.',
  );
});
