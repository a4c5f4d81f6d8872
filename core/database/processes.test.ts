import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from './open';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = `
  import { openDatabase } from './core/database/open';
  import { migrate } from './core/database/migrate';
  const db = openDatabase(process.argv[2]);
  process.stdout.write('open ');
  process.stdout.write(JSON.stringify(migrate(db, process.argv[3]).applied));
`;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-processes-'));
  await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3'],
    outfile: join(folder, 'program.cjs'),
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(
  file: string,
  migrations: string,
  cwd = folder,
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(cwd, 'program.cjs'), file, migrations], {
    env: { NODE_ENV: 'test', NODE_PATH: join(ROOT, 'node_modules') },
  });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  return { child, output: () => text };
}

it('applies each migration once when processes start together on a new file', async () => {
  const file = join(folder, 'together', 'faaslens.db');
  const runs = Array.from({ length: 4 }, () => start(file, join(ROOT, 'prisma/migrations')));
  const codes = await Promise.all(runs.map(async ({ child }) => (await once(child, 'close'))[0]));
  expect(codes, runs.map(({ output }) => output()).join('\n')).toEqual([0, 0, 0, 0]);
  const applied = runs.flatMap(({ output }) => JSON.parse(output().replace('open ', '')));
  expect(applied).toEqual([...new Set(applied)]);
  const db = openDatabase(file);
  expect(db.prepare('SELECT migration_name FROM _prisma_migrations').pluck().all()).toEqual(applied);
  expect(db.pragma('page_size', { simple: true })).toBe(8192);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  db.close();
});

it('says in one line how to compile the driver where it has no file for the system, or a wrong one', async () => {
  const uncompiled = join(folder, 'uncompiled');
  const packages = join(uncompiled, 'node_modules');
  for (const part of ['lib', 'package.json'])
    cpSync(join(ROOT, 'node_modules/better-sqlite3', part), join(packages, 'better-sqlite3', part), {
      recursive: true,
    });
  copyFileSync(join(folder, 'program.cjs'), join(uncompiled, 'program.cjs'));
  const ask = async () => {
    const { child, output } = start(
      join(uncompiled, 'faaslens.db'),
      join(ROOT, 'prisma/migrations'),
      uncompiled,
    );
    await once(child, 'close');
    return output();
  };
  const fix = `npm run build-release --prefix "${join(packages, 'better-sqlite3')}"`;
  expect(await ask()).toContain(fix);

  const addon = join(packages, 'better-sqlite3/build/Release/better_sqlite3.node');
  mkdirSync(dirname(addon), { recursive: true });
  writeFileSync(addon, 'of another system');
  expect(await ask()).toContain(fix);
});

it('repeats a migration safely after the process was killed in the middle of it', async () => {
  const migrations = join(folder, 'slow');
  const count = (rows: number) =>
    `CREATE TABLE b (x);
     WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ${rows}) INSERT INTO b SELECT x FROM n;`;
  mkdirSync(join(migrations, '1_slow'), { recursive: true });
  writeFileSync(join(migrations, '1_slow', 'migration.sql'), count(1e9));
  const file = join(folder, 'killed.db');
  const { child, output } = start(file, migrations);
  while (output() === '') await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 400));
  child.kill('SIGKILL');
  await once(child, 'close');

  writeFileSync(join(migrations, '1_slow', 'migration.sql'), count(10));
  const again = start(file, migrations);
  await once(again.child, 'close');
  expect(again.output()).toBe('open ["1_slow"]');
  const db = openDatabase(file);
  expect(db.prepare('SELECT count(*) FROM b').pluck().get()).toBe(10);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
});
