import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './boundaries.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function tree(files) {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-walls-'));
  folders.push(folder);
  cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  cpSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const FORBIDDEN = [
  ['core/model/a.ts', "import '../../app/x';", 'core-knows-nobody'],
  ['app/a.ts', "import '../collector/x';", 'app-not-collector'],
  ['collector/a.ts', "import '../core/store/sqlite/x';", 'one-door-to-engines'],
  ['core/settings/a.ts', "import '../store/x';", 'settings-not-store'],
  ['core/pricing/a.ts', "import 'node:fs';", 'no-io-in-pure-code'],
  ['instrumentation/a.ts', "import '../core/x';", 'instrumentation-stands-alone'],
  ['e2e/a.ts', "import '../core/x';", 'e2e-uses-processes'],
];

describe('the walls between folders', () => {
  it.each(FORBIDDEN)('refuse %s with %s and name the rule', async (file, text, rule) => {
    const target = {
      'app/x.ts': '',
      'collector/x.ts': '',
      'core/x.ts': '',
      'core/store/x.ts': '',
      'core/store/sqlite/x.ts': '',
    };
    const folder = tree({ ...target, [file]: text });
    const { violations } = await checkBoundaries([file.split('/')[0]], folder);
    expect(violations.join('\n')).toContain(rule);
  });

  it('let an allowed import pass', async () => {
    const folder = tree({ 'collector/a.ts': "import '../core/x';", 'core/x.ts': '' });
    expect((await checkBoundaries(['collector'], folder)).violations).toEqual([]);
  });

  it('count what they saw, so that a check that reads nothing is noticed', async () => {
    const folder = tree({ 'core/readme.txt': '' });
    expect((await checkBoundaries(['core'], folder)).modules).toBe(0);
  });

  it('fail as a command when they saw too few modules', () => {
    const folder = tree(
      Object.fromEntries(
        ['app', 'collector', 'core', 'cli', 'e2e', 'instrumentation/src'].map((name) => [`${name}/a.ts`, '']),
      ),
    );
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/boundaries.mjs')], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('only 6 modules seen');
  });
});

describe('the linter', () => {
  const lint = (file, text) => {
    const folder = tree({ [file]: text });
    cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    spawnSync('git', ['init', '-q'], { cwd: folder });
    return spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--colors=off', file], {
      cwd: folder,
      encoding: 'utf8',
    });
  };

  it('refuses reading the environment outside core/config.ts', () => {
    const { status, stdout, stderr } = lint('core/other.ts', 'export const home = process.env.HOME;\n');
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('noProcessEnv');
  });
});
