import type { FunctionChange } from '../function-table';
import type { StoredRecord } from '../invocation-table';

/** What a batch changes about invocations without a span. */
export interface OrphanChange extends Pick<FunctionChange, 'current' | 'added'> {
  readonly removed: readonly StoredRecord[];
}

export const NO_ORPHANS: OrphanChange = { current: [], added: [], removed: [] };
