import { newDatabase } from '../../database/testing';

/** For tests: a migrated, empty database file in a folder of its own. */
export function temporaryDatabase(): { readonly databaseFile: string; remove(): void } {
  const { file, remove } = newDatabase();
  return { databaseFile: file, remove };
}
