import type { PriceInvocation } from '../../model/invocation';
import { storeContract } from '../contract';
import type { OpenStore } from '../contract/fixtures';
import { openDeletions, openPromotions, openReader, openWriter } from '../index';
import type { RetentionLimits } from '../retention';
import { temporaryDatabase } from './temporary-database';

async function openEmpty(
  price: PriceInvocation,
  now?: () => number,
  limits?: RetentionLimits,
): Promise<OpenStore> {
  const { databaseFile, remove } = temporaryDatabase();
  const open = async (): Promise<OpenStore> => {
    const writer = await openWriter(
      { databaseFile },
      { price, ...(now && { now }), ...(limits && { limits }) },
    );
    const reader = await openReader({ databaseFile });
    const promotions = await openPromotions({ databaseFile }, { ...(now && { now }) });
    const deletions = await openDeletions({ databaseFile }, { ...(now && { now }) });
    const close = async () => {
      await deletions.close();
      await writer.close();
      await reader.close();
      await promotions.close();
    };
    return {
      writer,
      reader,
      promotions,
      deletions,
      async reopen() {
        await close();
        return open();
      },
      async dispose() {
        await close();
        remove();
      },
    };
  };
  return open();
}

storeContract('SQLite', openEmpty);
