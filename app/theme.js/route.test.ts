import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { GET } from './route';

it('has React show at the next frame what arrives after the first paint', async () => {
  const classList = { toggle: () => {} };
  const page = createContext({
    Intl,
    addEventListener: () => {},
    document: { documentElement: { classList }, cookie: '' },
    localStorage: { getItem: () => null },
    matchMedia: () => ({ matches: false, addEventListener: () => {} }),
  });
  runInContext('var window = globalThis;', page);
  runInContext(await GET().text(), page);
  // As React's own scripts do when they have painted, and when more has arrived.
  expect(runInContext('$RT = 1; typeof $RT', page)).toBe('undefined');
  const react = 'next/dist/compiled/react-dom/cjs/react-dom-server.node.production.js';
  const source = readFileSync(createRequire(import.meta.url).resolve(react), 'utf8');
  expect(source).toMatch(/number\\?"!==typeof \$RT\?requestAnimationFrame\(/);
});
