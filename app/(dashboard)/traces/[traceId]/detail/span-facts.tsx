'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { TraceSpanView, TraceView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';
import { formatMemory } from '../../../../_components/format/number';
import { LINK } from '../../../../_components/ui/controls';
import { OutcomeBadge } from '../../../../_components/ui/outcome-badge';
import { Time } from '../../../../_components/ui/time';
import { href } from '../../../../_components/url/href';
import { useQuery } from '../../../../_components/url/use-query';

/** The figures of a span, and of the invocation it is, on one line. */
export function SpanFacts({
  span,
  invocation,
}: {
  readonly span: TraceSpanView;
  readonly invocation: TraceView['invocations'][number] | undefined;
}) {
  const { scope } = useQuery();
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2">
      {invocation && (
        <>
          <Fact label="Function">
            <Link prefetch={false} href={href(`/functions/${invocation.functionId}`, scope)} className={LINK}>
              {invocation.functionName}
            </Link>
          </Fact>
          <Fact label="Outcome">
            <OutcomeBadge outcome={invocation.outcome} />
          </Fact>
        </>
      )}
      <Fact label="Service">{span.service}</Fact>
      <Fact label="Kind">{span.kind}</Fact>
      <Fact label="Start">
        <Time iso={span.startTime} style="time" />
      </Fact>
      <Fact label="Duration">{formatDuration(span.durationMs)}</Fact>
      <Fact label="Self time">{formatDuration(span.selfMs)}</Fact>
      {invocation?.initDurationMs != null && (
        <Fact label="Init">{formatDuration(invocation.initDurationMs)}</Fact>
      )}
      {invocation?.billedDurationMs != null && (
        <Fact label="Billed">{formatDuration(invocation.billedDurationMs)}</Fact>
      )}
      {invocation?.memoryMb != null && (
        <Fact label="Memory">
          {invocation.maxMemoryUsedMb === null ? '' : `${formatMemory(invocation.maxMemoryUsedMb)} of `}
          {formatMemory(invocation.memoryMb)}
        </Fact>
      )}
      {invocation?.trigger != null && <Fact label="Trigger">{invocation.trigger}</Fact>}
      <Fact label="Status">{[span.status, span.statusMessage].filter(Boolean).join(': ')}</Fact>
      <Fact label="Span id">
        <code className="font-mono text-tremor-label">{span.spanId}</code>
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-tremor-label">{label}</dt>
      <dd className="break-words text-ink tabular-nums [unicode-bidi:isolate]">{children}</dd>
    </div>
  );
}
