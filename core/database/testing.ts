import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from './migrate';
import { openDatabase } from './open';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** For tests: a real database file in a folder of its own, brought up to date. */
export function newDatabase(): { file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-test-'));
  const file = join(folder, 'faaslens.db');
  const db = openDatabase(file);
  migrate(db, MIGRATIONS);
  db.close();
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
