import type { PriceInvocation } from '../../model/invocation';
import { storeContract } from '../contract';
import type { OpenStore } from '../contract/fixtures';
import { openReader, openWriter } from '../index';
import { temporaryDatabase } from './temporary-database';

async function openEmpty(price: PriceInvocation): Promise<OpenStore> {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = await openWriter({ databaseFile }, { price });
  const reader = await openReader({ databaseFile });
  return {
    writer,
    reader,
    async dispose() {
      await writer.close();
      await reader.close();
      remove();
    },
  };
}

storeContract('SQLite', openEmpty);
