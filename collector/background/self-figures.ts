import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SelfFigures } from '@/core/alerts/round';

/** What the collector knows of itself for alert rules: how much of the disk with the database is free. */
export async function selfFigures(databaseFile: string): Promise<SelfFigures> {
  const { bavail, blocks } = await statfs(dirname(databaseFile));
  return { self_disk_free: blocks === 0 ? null : bavail / blocks };
}
