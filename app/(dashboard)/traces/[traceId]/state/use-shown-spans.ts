'use client';

import { useMemo } from 'react';
import type { TraceSpanView, TraceView } from '@/core/model/views';
import { outlineOf, visibleRows, withAncestors } from '../grid/rows';
import { useFolding } from '../grid/use-folding';
import { findSpans } from './find-spans';
import type { TraceState } from './trace-state';

export const isError = (span: TraceSpanView) => span.status === 'error';

/** What folding, search and filter leave of a trace, for the views that draw it. */
export function useShownSpans(trace: TraceView, { find, errorsOnly, level }: TraceState) {
  const nodes = useMemo(() => outlineOf(trace.spans), [trace]);
  const folding = useFolding(nodes, level);
  const { isCollapsed } = folding;
  const kept = useMemo(() => (errorsOnly ? withAncestors(nodes, isError) : null), [nodes, errorsOnly]);
  const rows = useMemo(() => visibleRows(nodes, isCollapsed, kept), [nodes, isCollapsed, kept]);
  const flat = useMemo(() => (errorsOnly ? trace.spans.filter(isError) : trace.spans), [trace, errorsOnly]);
  const matches = useMemo(() => findSpans(flat, find), [flat, find]);
  const matchIds = useMemo(() => new Set(matches.map((span) => span.spanId)), [matches]);
  const standing = useMemo(() => {
    if (find !== '') return matchIds;
    return errorsOnly ? new Set(flat.map((span) => span.spanId)) : null;
  }, [find, matchIds, errorsOnly, flat]);
  const deepest = useMemo(() => nodes.reduce((most, { depth }) => Math.max(most, depth), 0), [nodes]);
  return {
    /** All spans as a tree, and how deep it is. */
    nodes,
    deepest,
    folding,
    /** Of the tree, what is neither folded away nor filtered out. */
    rows,
    /** The spans that the filter leaves, without the tree. */
    flat,
    /** What the search finds among them; nothing without one. */
    matches,
    matchIds,
    /** Ids that stand out in the flame graph, which draws every span; null: all alike. */
    standing,
  };
}
