import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, reserveOf } from '@/collector/ingest/disk-room';
import type { Config } from '@/core/config';
import { isUpToDate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { FaaslensError } from '@/core/errors';
import type { Step } from './step';

/** What must be true of the data folder and the database before anything can run. */
export function folderSteps({ dataDir, databaseFile }: Config, root: string): readonly Step[] {
  return [
    { name: 'data folder', needed: true, run: async () => checkFolder(dataDir) },
    { name: 'free disk space', needed: false, run: async () => checkSpace(statfsSync(dataDir)) },
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

/** @throws FaaslensError `unavailable` when telemetry is refused for lack of it */
export function checkSpace(disk: Disk): string {
  const free = disk.bavail * disk.bsize;
  const reserve = reserveOf(disk);
  const text = `${sizeText(free)} free`;
  if (free > reserve) return text;
  throw new FaaslensError(
    'unavailable',
    `${text}: telemetry is refused until more than ${sizeText(reserve)} are. Free some space`,
  );
}

function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${Math.floor(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
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
