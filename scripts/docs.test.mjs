import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERBS } from '../cli/verbs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (name) => readFileSync(join(root, name), 'utf8');
const SKIPPED = /(?:^|\/)(?:node_modules|dist|data|test-results|runtimes|\..*)$/;
const DOCUMENTS = ['.', 'docs', 'deploy', 'instrumentation', 'examples'].flatMap((folder) =>
  markdownIn(folder, folder === '.' ? 0 : 2),
);

/** Markdown files of a folder and `deep` levels of folders below it, relative to the root. */
function markdownIn(folder, deep) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return deep > 0 && !SKIPPED.test(path) ? markdownIn(path, deep - 1) : [];
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** What a document says is typed or is in the code: its blocks, and what stands between backticks. */
function codeOf(text) {
  const blocks = [...text.matchAll(/^```.*\n([\s\S]*?)^```/gm)].map(([, block]) => block);
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  return [
    ...blocks.flatMap((block) => block.split('\n')),
    ...[...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code),
  ];
}

/** As GitHub makes the address of a heading. */
function anchorsOf(text) {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const rows = read('docs/capabilities.md')
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
  it('are found', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['README.md', 'docs/running.md', 'examples/aws-lambda/README.md']),
    );
  });

  it.each(DOCUMENTS)('%s links only to files and headings that exist', (name) => {
    for (const [link, target, anchor] of read(name).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)) {
      const file = target === '' ? name : join(dirname(name), target);
      expect(existsSync(join(root, file)), link).toBe(true);
      if (anchor !== '') expect(anchorsOf(read(file)), link).toContain(anchor);
    }
  });

  it.each(DOCUMENTS)('%s names only files, scripts and calls of the API that exist', (name) => {
    const { scripts } = JSON.parse(read('package.json'));
    for (const code of codeOf(read(name))) {
      const [file] =
        /^(?:app|bench|bin|cli|collector|core|deploy|docs|e2e|examples|scripts)\/[\w./()[\]-]+$/.exec(code) ??
        [];
      if (file) expect(existsSync(join(root, file)), file).toBe(true);
      const [, script] = /\bnpm run ([\w:-]+)/.exec(code) ?? [];
      if (script) expect(scripts, code).toHaveProperty([script]);
      const [call] = /\/api\/v1(?:\/[a-z][\w.-]*)+/.exec(code) ?? [];
      if (call) expect(existsSync(join(root, 'app', call, 'route.ts')), code).toBe(true);
    }
  });

  it.each(DOCUMENTS)('%s types only verbs and options of the command that there are', (name) => {
    for (const [code, verb, words] of typedIn(name)) {
      expect([...Object.keys(VERBS), 'help'], code).toContain(verb);
      const usage = VERBS[verb]?.usage.join('\n') ?? '';
      for (const [option] of words.matchAll(/--[a-z][a-z-]*/g)) expect(usage, code).toContain(option);
    }
  });

  it('say what each verb of the command is for', () => {
    const typed = new Set(DOCUMENTS.flatMap((name) => typedIn(name).map(([, verb]) => verb)));
    // The compose file says it where it is used.
    expect(Object.keys(VERBS).filter((verb) => verb !== 'demo' && !typed.has(verb))).toEqual([]);
  });

  it('docs/storage.md lists every table of telemetry', () => {
    const sql = read('prisma/migrations/20261121000000_init/migration.sql');
    const [telemetry = ''] = sql.split('-- What people edit');
    const tables = [...telemetry.matchAll(/CREATE TABLE "(\w+)"/g)].map(([, table]) => table);
    const text = read('docs/storage.md');
    const [, list = ''] = text.split(/^## (?:Tables|Block)$/m);
    expect(tables.length).toBeGreaterThan(30);
    expect(tables.filter((table) => !list.includes(`\`${table}\``))).toEqual([]);
  });

  it('ARCHITECTURE.md names every folder of the source', () => {
    const text = read('ARCHITECTURE.md');
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
    const inCollector = readdirSync(join(root, 'collector'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `\`${name}/\``);
    for (const folder of [...folders, ...inCollector]) expect(text, folder).toContain(folder);
  });
});

/** Each call of the command in a document: the code, its verb and what stands behind that. */
function typedIn(name) {
  return codeOf(read(name))
    .map((code) =>
      /(?:^|[\s&;])(?:node bin\/faaslens\.mjs|faaslens) (?!faaslens)([a-z]+)\b([^#]*)/.exec(code),
    )
    .filter((match) => match !== null);
}
