import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reserveOf } from '@/collector/ingest/disk-room';
import type { Config } from '@/core/config';
import { isUpToDate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { FaaslensError } from '@/core/errors';
import type { Step } from './step';

/** What must be true of the data folder and the database before anything can run. */
export function folderSteps({ dataDir, databaseFile }: Config, root: string): readonly Step[] {
  return [
    { name: 'data folder', needed: true, run: async () => checkFolder(dataDir) },
    { name: 'free disk space', needed: false, run: async () => checkSpace(dataDir) },
    { name: 'database', needed: true, run: async () => checkDatabase(databaseFile, root) },
  ];
}

function checkFolder(dataDir: string): string {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new FaaslensError(
      'unavailable',
      `${dataDir} is missing or not writable by this user: start Faaslens once, or set FAASLENS_DATA_DIR`,
      { cause },
    );
  }
  const mode = statSync(dataDir).mode & 0o777;
  const note =
    (mode & 0o077) === 0 ? '' : `; others on this machine may look into it (mode ${mode.toString(8)})`;
  return `${dataDir} can be written${note}`;
}

function checkSpace(dataDir: string): string {
  const disk = statfsSync(dataDir);
  const free = disk.bavail * disk.bsize;
  const reserve = reserveOf(disk);
  const text = `${(free / 1e9).toFixed(1)} GB free`;
  if (free > reserve) return text;
  throw new FaaslensError(
    'unavailable',
    `${text}: telemetry is refused until more than ${(reserve / 1e9).toFixed(2)} GB are. Free some space`,
  );
}

function checkDatabase(databaseFile: string, root: string): string {
  const db = openDatabase(databaseFile, { readonly: true });
  try {
    if (!isUpToDate(db, join(root, 'prisma', 'migrations'))) {
      throw new FaaslensError(
        'conflict',
        `${databaseFile} has an older schema: run faaslens migrate, or start`,
      );
    }
    return `${databaseFile} opens and has the schema of this version`;
  } finally {
    db.close();
  }
}
