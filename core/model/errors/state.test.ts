import { expect, it } from 'vitest';
import { type ErrorTimes, stateOf } from './state';

const version = (name: string | null, firstSeen: number, lastSeen = firstSeen) => ({
  version: name,
  firstSeen,
  lastSeen,
});
const seen = (...versions: ErrorTimes['versions']): ErrorTimes => ({
  lastSeen: Math.max(0, ...versions.map(({ lastSeen }) => lastSeen)),
  versions,
  versionsDropped: false,
});
const resolved = { state: 'resolved', atMs: 100 } as const;

it.each([
  ['open until someone decides', seen(version('1', 50)), null, 'open'],
  ['open when someone says so', seen(version('1', 50)), { state: 'open', atMs: 100 }, 'open'],
  [
    'ignored, whatever comes',
    seen(version('1', 50), version('2', 150)),
    { state: 'ignored', atMs: 100 },
    'ignored',
  ],
  ['resolved while nothing comes', seen(version('1', 50, 100)), resolved, 'resolved'],
  ['resolved while an old version goes on', seen(version('1', 50, 150)), resolved, 'resolved'],
  ['regressed when a new version has it', seen(version('1', 50), version('2', 150)), resolved, 'regressed'],
  ['regressed by any later error without a version', seen(version(null, 50, 150)), resolved, 'regressed'],
  [
    'regressed by any later error when versions were dropped',
    { ...seen(version('1', 50, 150)), versionsDropped: true },
    resolved,
    'regressed',
  ],
] as const)('is %s', (_, times, triage, state) => {
  expect(stateOf(times, triage)).toBe(state);
});
