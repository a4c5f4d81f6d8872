/** Fields by which invocations can be counted, besides their attributes. */
export const BREAKDOWN_FIELDS = [
  'function',
  'outcome',
  'coldStart',
  'version',
  'memoryMb',
  'trigger',
  'errorType',
  'region',
  'provider',
  'runtime',
  'architecture',
  'environment',
] as const;

export type BreakdownField = (typeof BREAKDOWN_FIELDS)[number];
