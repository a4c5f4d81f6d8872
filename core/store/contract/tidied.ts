import type { OpenStore } from './fixtures';

/** Tidies the store until nothing is left to do. */
export async function tidied({ writer }: Pick<OpenStore, 'writer'>): Promise<void> {
  for (let round = 0; round < 1000; round += 1) if (!(await writer.tidy(50))) return;
  throw new Error('tidying does not end');
}
