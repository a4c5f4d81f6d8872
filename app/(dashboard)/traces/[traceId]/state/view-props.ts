import type { ReactNode } from 'react';
import type { TraceSpanView } from '@/core/model/views';
import type { ActiveSpan } from '../grid/use-span-grid';

/** What the views that list spans in rows have in common. */
export interface SpanViewProps {
  readonly colors: ReadonlyMap<string, string>;
  readonly open: string | null;
  readonly active: ActiveSpan;
  readonly onActive: (spanId: string) => void;
  readonly onOpen: (spanId: string | null) => void;
  /** The ids of the spans that the search found. */
  readonly matches: ReadonlySet<string>;
  /** The details of the open span as a row; told of the row's height in pixels. */
  readonly panel: (span: TraceSpanView, onHeight: (height: number) => void) => ReactNode;
}
