'use client';

import { writeOtlp } from '@/core/model/trace-file/write-otlp';
import type { SpanDetailView, TraceSpanView, TraceView } from '@/core/model/views';
import { CopyButton } from '../../../../_components/ui/copy-button';
import { spanMarkdown } from './markdown';

/** Copies a span in the forms that people paste elsewhere; those with attributes once they are loaded. */
export function CopySpan({
  trace,
  span,
  detail,
}: {
  readonly trace: TraceView;
  readonly span: TraceSpanView;
  readonly detail: SpanDetailView | null;
}) {
  const address = () => {
    const url = new URL(`/traces/${trace.traceId}`, window.location.href);
    url.searchParams.set('span', span.spanId);
    return url.href;
  };
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">Copy the span</legend>
      <CopyButton text={span.spanId} label="Copy id" />
      <CopyButton text={address} label="Copy link" />
      <CopyButton text={() => spanMarkdown(span, detail, address())} label="Copy Markdown" />
      {detail !== null && (
        <>
          <CopyButton text={() => JSON.stringify(detail, null, 2)} label="Copy JSON" />
          <CopyButton text={() => JSON.stringify(writeOtlp([detail]), null, 2)} label="Copy OTLP" />
        </>
      )}
    </fieldset>
  );
}
