/**
 * Metrics that complete invocations: those of the semantic conventions, which the Lambda extension sends for each execution,
 * and those of Lambda in CloudWatch metric streams, the only source of throttles.
 */
const KEPT_PREFIXES = ['faas.', 'amazonaws.com/AWS/Lambda/'] as const;

/** Whether points of the metric with this name are kept; all others are counted and skipped. */
export function isKeptMetric(name: string): boolean {
  return KEPT_PREFIXES.some((prefix) => name.startsWith(prefix));
}
