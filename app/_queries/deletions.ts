import type { DeletionInput } from '@/app/api/_contract/deletions';
import { isFaaslensError } from '@/core/errors';
import { services } from './door';
import { type DeletionView, toDeletionView } from './views/deletion';

/** A deletion query in the store's form. */
export function toDeletionQuery({ traceId, functionId, attribute, from, to }: DeletionInput) {
  // A trace is matched at any time.
  const range =
    traceId === undefined
      ? { fromMs: Date.parse(from ?? ''), toMs: Date.parse(to ?? '') }
      : { fromMs: 0, toMs: 1 };
  return {
    range,
    ...(traceId !== undefined && { traceId }),
    ...(functionId !== undefined && { functionId }),
    ...(attribute !== undefined && { attribute }),
  };
}

/** The last deletions, newest first. */
export async function listDeletions(): Promise<readonly DeletionView[]> {
  const { deletions } = await services();
  return (await deletions.list()).map(toDeletionView);
}

/** The same; null for readers bound to an environment, who may not delete. */
export async function deletionsIfAny(): Promise<readonly DeletionView[] | null> {
  try {
    return await listDeletions();
  } catch (error) {
    if (isFaaslensError(error) && error.code === 'forbidden') return null;
    throw error;
  }
}
