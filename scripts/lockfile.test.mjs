import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingPackages } from './lockfile.mjs';

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

it('the lockfile describes the packages of every platform (else: node scripts/lockfile.mjs)', () => {
  expect(missingPackages(lock).map(({ path }) => path)).toEqual([]);
});

it('the lockfile names no download address', () => {
  const addresses = Object.values(lock.packages).filter(({ resolved }) => /^https?:/.test(resolved ?? ''));
  expect(addresses).toEqual([]);
});

it('a package that is missing is found, with the platform that its name tells', () => {
  const packages = {
    'node_modules/a': {
      optionalDependencies: { '@a/bin-darwin-arm64': '1.2.3', '@a/bin-linux-x64-musl': '1.2.3' },
    },
  };
  expect(missingPackages({ packages })).toEqual([
    {
      path: 'node_modules/@a/bin-darwin-arm64',
      entry: { version: '1.2.3', cpu: ['arm64'], optional: true, os: ['darwin'] },
    },
    {
      path: 'node_modules/@a/bin-linux-x64-musl',
      entry: { version: '1.2.3', cpu: ['x64'], libc: ['musl'], optional: true, os: ['linux'] },
    },
  ]);
});
