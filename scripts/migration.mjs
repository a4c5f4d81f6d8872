// Makes and checks migrations, offline:
//   npm run migration -- new <name>   writes prisma/migrations/<time>_<name> from the changes in schema.prisma
//   npm run migration -- check        exit code 1 when schema.prisma and the migrations differ
// What Prisma cannot say is edited into the new file by hand before it is committed. Prisma rebuilds a whole table to
// add a column with a default: for big tables write ALTER TABLE ... ADD COLUMN instead.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diffToSchema } from './migration-engine.mjs';
import { migrationNames, withScratch } from './migration-scratch.mjs';

const USAGE = 'usage: npm run migration -- new <name> | check   (--dir <folder of schema.prisma>)';

/** @returns {Promise<string>} the SQL that the migrations lack; '' when they make what the schema says */
function pendingSql(prismaDir) {
  return withScratch(join(prismaDir, 'migrations'), (file) =>
    diffToSchema(file, join(prismaDir, 'schema.prisma')),
  );
}

/** @returns {string} a folder name that sorts after the newest one */
export function folderName(name, now, existing) {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (words === '') throw new Error(`${USAGE}\nThe name needs a letter or digit.`);
  const stamp = Number(now.toISOString().replace(/\D/g, '').slice(0, 14));
  const newest = Number(existing.at(-1)?.slice(0, 14) ?? 0);
  return `${Math.max(stamp, newest + 1)}_${words}`;
}

async function main([verb, ...rest]) {
  const option = rest.indexOf('--dir');
  const prismaDir =
    option >= 0 && rest[option + 1]
      ? resolve(rest[option + 1])
      : fileURLToPath(new URL('../prisma', import.meta.url));
  const [name] = option >= 0 ? rest.toSpliced(option, 2) : rest;
  if (verb === 'check') {
    const sql = await pendingSql(prismaDir);
    if (sql === '') {
      console.log('migrations: they make what schema.prisma says');
      return 0;
    }
    console.error(`migrations: schema.prisma says more. Run: npm run migration -- new <name>\n\n${sql}`);
    return 1;
  }
  if (verb !== 'new' || name === undefined) throw new Error(USAGE);
  const sql = await pendingSql(prismaDir);
  if (sql === '') throw new Error('Nothing to do: the migrations already make what schema.prisma says.');
  const migrationsDir = join(prismaDir, 'migrations');
  const folder = join(migrationsDir, folderName(name, new Date(), migrationNames(migrationsDir)));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), `${sql}\n`);
  writeFileSync(join(migrationsDir, 'migration_lock.toml'), 'provider = "sqlite"\n');
  console.log(`migrations: wrote ${join(folder, 'migration.sql')}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    return 1;
  });
}
