import type { DependencyKind } from '@/core/model/costs/dependency-kind';

/** How screens name the kinds of dependencies. */
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
