import { expect, it } from 'vitest';
import { selectionText } from './selection-text';

it('says what was selected, whatever it was selected by', () => {
  expect(selectionText({ minDurationMs: 800, maxDurationMs: 2500, functionId: 'f1' })).toEqual([
    '800 ms or longer',
    'shorter than 2.5 s',
  ]);
  expect(selectionText({ outcome: 'oom', coldStart: false, version: '(none)', region: 'eu-west-1' })).toEqual(
    ['out of memory', 'warm', 'version none', 'region eu-west-1'],
  );
  expect(
    selectionText({ failed: true, minCostUsd: '0.0001', memoryMb: 512, attribute: { tenant: 'a' } }),
  ).toEqual(['failed', 'cost $0.0001 or more', '512 MB', 'tenant = a']);
  expect(selectionText({})).toEqual([]);
});

it('leaves nothing out that a list is narrowed by', () => {
  const texts = { dependency: 'd', called: 'c', failedCall: 'e', fingerprint: 'f', requestKey: 'r', q: 'q' };
  const facts = {
    errorType: 'E',
    trigger: 'http',
    architecture: 'arm64',
    provider: 'aws',
    runtime: 'nodejs',
  };
  expect(selectionText({ ...texts, ...facts, version: '7', region: 'x' })).toHaveLength(13);
});
