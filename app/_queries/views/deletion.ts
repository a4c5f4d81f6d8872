import type { Deletion } from '@/core/store/deletions';

/** A deletion, for API and screens. */
export function toDeletionView({ requestedAt, ...rest }: Deletion) {
  return { ...rest, requestedAt: new Date(requestedAt).toISOString() };
}

export type DeletionView = ReturnType<typeof toDeletionView>;
