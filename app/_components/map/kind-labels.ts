import type { DependencyKind } from '@/core/model/costs/dependency-kind';

/** What kinds of dependencies are called on screens. */
export const KIND_LABELS: Readonly<Record<DependencyKind, string>> = {
  function: 'function',
  database: 'database',
  messaging: 'queue or topic',
  storage: 'storage',
  service: 'cloud service',
  rpc: 'remote procedure',
  http: 'host',
  other: 'other calls',
};
