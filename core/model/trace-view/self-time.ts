import type { TimedSpan, TreeNode } from './tree';

/** The part of a span's duration that none of its children covers; overlapping children count once. */
export function selfMs<Item extends TimedSpan>({ span, children }: TreeNode<Item>): number {
  const end = span.startTime + span.durationMs;
  let covered = 0;
  let coveredUntil = span.startTime;
  for (const { span: child } of children) {
    const from = Math.max(child.startTime, coveredUntil);
    const until = Math.min(child.startTime + child.durationMs, end);
    if (until <= from) continue;
    covered += until - from;
    coveredUntil = until;
  }
  return Math.max(0, span.durationMs - covered);
}
