import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '../../database/migrate';
import { openDatabase } from '../../database/open';
import type { PriceInvocation } from '../../model/invocation';
import { storeContract } from '../contract';
import type { OpenStore } from '../contract/fixtures';
import { openReader, openWriter } from '../index';

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

async function openEmpty(price: PriceInvocation): Promise<OpenStore> {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-store-'));
  const databaseFile = join(folder, 'faaslens.db');
  const db = openDatabase(databaseFile);
  migrate(db, MIGRATIONS);
  db.close();
  const writer = await openWriter({ databaseFile }, { price });
  const reader = await openReader({ databaseFile });
  return {
    writer,
    reader,
    async dispose() {
      await writer.close();
      await reader.close();
      rmSync(folder, { recursive: true });
    },
  };
}

storeContract('SQLite', openEmpty);
