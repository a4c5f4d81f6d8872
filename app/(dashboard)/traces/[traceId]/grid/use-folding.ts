'use client';

import { useCallback, useMemo, useState } from 'react';
import type { OutlineNode } from './rows';

/** What is folded away: all below a level, but for the spans that were switched since. */
export interface Folding {
  isCollapsed(node: OutlineNode): boolean;
  toggle(spanId: string): void;
  /** Opens everything above a span. */
  show(spanId: string): void;
}

/** Begins anew whenever the level changes. */
export function useFolding(nodes: readonly OutlineNode[], level: number | null): Folding {
  const [switched, setSwitched] = useState<{ level: number | null; ids: ReadonlySet<string> }>({
    level,
    ids: new Set(),
  });
  const ids = switched.level === level ? switched.ids : NONE;
  const isCollapsed = useCallback(
    ({ span, depth }: OutlineNode) => (level !== null && depth >= level) !== ids.has(span.spanId),
    [level, ids],
  );
  const change = useCallback(
    (spanIds: readonly string[]) =>
      setSwitched((old) => {
        const next = new Set(old.level === level ? old.ids : NONE);
        for (const spanId of spanIds) if (!next.delete(spanId)) next.add(spanId);
        return { level, ids: next };
      }),
    [level],
  );
  return useMemo(
    () => ({
      isCollapsed,
      toggle: (spanId) => change([spanId]),
      show: (spanId) => {
        const closed: string[] = [];
        const begin = nodes.find(({ span }) => span.spanId === spanId)?.parent ?? null;
        for (let at = begin; at !== null; at = nodes[at]?.parent ?? null) {
          const node = nodes[at];
          if (node && isCollapsed(node)) closed.push(node.span.spanId);
        }
        if (closed.length > 0) change(closed);
      },
    }),
    [nodes, isCollapsed, change],
  );
}

const NONE: ReadonlySet<string> = new Set();
