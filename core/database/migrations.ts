import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaaslensError } from '../errors';

/** One folder of prisma/migrations. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** Hex SHA-256 of the file's bytes, as Prisma computes it. */
  readonly checksum: string;
}

/**
 * The migrations of a folder, oldest first.
 * @throws FaaslensError `unavailable` when there are none: the installation is incomplete.
 */
export function readMigrations(folder: string): readonly Migration[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const migrations = names.map((name) => {
      const bytes = readFileSync(join(folder, name, 'migration.sql'));
      const checksum = createHash('sha256').update(bytes).digest('hex');
      return { name, sql: bytes.toString('utf8'), checksum };
    });
    if (migrations.length > 0) return migrations;
  } catch (cause) {
    throw new FaaslensError('unavailable', missing(folder), { cause });
  }
  throw new FaaslensError('unavailable', missing(folder));
}

function missing(folder: string): string {
  return `The migrations in ${folder} cannot be read: install Faaslens again`;
}
