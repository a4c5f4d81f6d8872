import { readFileSync } from 'node:fs';
import { satisfies } from 'semver';
import { expect, it } from 'vitest';

const read = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

it('every package that runs in production runs on the oldest Node that is promised', () => {
  const oldest = /\d+\.\d+\.\d+/.exec(read('package.json').engines.node)?.[0];
  const { packages } = read('package-lock.json');
  const production = Object.entries(packages).filter(
    ([path, { dev, devOptional, link }]) => path !== '' && !dev && !devOptional && !link,
  );
  expect(production.length).toBeGreaterThan(50);
  const tooNew = production
    // Compiled for it, and that is tested: bin/driver.mjs.
    .filter(([path]) => path !== 'node_modules/better-sqlite3')
    .filter(([, { engines }]) => engines?.node !== undefined && !satisfies(oldest, engines.node))
    .map(([path, { version, engines }]) => `${path} ${version} asks for Node ${engines.node}`);
  expect(tooNew).toEqual([]);
});
