import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingPackages } from './lockfile.mjs';

const lockfiles = [
  'package-lock.json',
  'instrumentation/runtimes/package-lock.json',
  'instrumentation/runtimes/native/package-lock.json',
];
const read = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

it.each(lockfiles)(
  '%s describes the packages of every platform (else: node scripts/lockfile.mjs <it>)',
  (file) => {
    expect(missingPackages(read(file)).map(({ path }) => path)).toEqual([]);
  },
);

it.each(lockfiles)('%s names no download address', (file) => {
  const packages = Object.values(read(file).packages);
  expect(packages.filter(({ resolved }) => /^https?:/.test(resolved ?? ''))).toEqual([]);
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

it('what a bundled package may ask for, and the service has, is bundled too: npm leaves its folder empty in a global installation', () => {
  const root = read('package.json');
  const wanted = root.bundleDependencies.flatMap((name) => {
    const { dependencies, peerDependencies } = read(`node_modules/${name}/package.json`);
    return Object.keys({ ...dependencies, ...peerDependencies });
  });
  const ofService = wanted.filter((name) => name in root.dependencies);
  expect(ofService).toContain('@opentelemetry/api');
  expect(ofService.filter((name) => !root.bundleDependencies.includes(name))).toEqual([]);
});
