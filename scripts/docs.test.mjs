import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'instrumentation/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const rows = readFileSync(join(root, 'docs/capabilities.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| capability'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/capabilities.md', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows.map(([, capability, proof]) => [capability, proof]))(
    '%s: names tests that exist, or says what is not done',
    (_capability, proof) => {
      if (proof.startsWith('not done:')) return;
      const files = [...proof.matchAll(/`([^`]+)`/g)].map(([, file]) => file);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
    },
  );
});

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links only to files that exist', (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
    for (const link of links) expect(existsSync(join(root, dirname(name), link)), link).toBe(true);
  });

  it.each(DOCUMENTS)('%s names only sources that exist', (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    const named = [...text.matchAll(/`((?:app|cli|collector|core|scripts)\/[^` ]+\.[a-z]+)`/g)];
    for (const [, file] of named) expect(existsSync(join(root, file)), file).toBe(true);
  });

  it('docs/storage.md lists every table of telemetry', () => {
    const sql = readFileSync(join(root, 'prisma/migrations/20261121000000_init/migration.sql'), 'utf8');
    const [telemetry = ''] = sql.split('-- What people edit');
    const tables = [...telemetry.matchAll(/CREATE TABLE "(\w+)"/g)].map(([, table]) => table);
    const text = readFileSync(join(root, 'docs/storage.md'), 'utf8');
    const [, list = ''] = text.split(/^## (?:Tables|Block)$/m);
    expect(tables.length).toBeGreaterThan(30);
    expect(tables.filter((table) => !list.includes(`\`${table}\``))).toEqual([]);
  });

  it('ARCHITECTURE.md names every folder of the source', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const folders = ['core', '.'].flatMap((parent) =>
      readdirSync(join(root, parent), { withFileTypes: true })
        .filter(
          (entry) =>
            entry.isDirectory() &&
            !entry.name.startsWith('.') &&
            !['node_modules', 'dist', 'data', 'test-results', 'core', 'docs'].includes(entry.name),
        )
        .map((entry) => (parent === '.' ? `${entry.name}/` : `${parent}/${entry.name}/`)),
    );
    for (const folder of folders) expect(text, folder).toContain(folder);
  });
});
