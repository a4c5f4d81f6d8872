/**
 * Metrics that complete invocations: the conventions' own, which the Lambda extension sends for each execution, and what
 * CloudWatch's metric streams say of Lambda, the only source of throttles.
 */
const KEPT_PREFIXES = ['faas.', 'amazonaws.com/AWS/Lambda/'] as const;

/** Whether the points of a metric of this name are kept; all others are counted and passed over. */
export function isKeptMetric(name: string): boolean {
  return KEPT_PREFIXES.some((prefix) => name.startsWith(prefix));
}
