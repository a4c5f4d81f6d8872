'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import type { LogView, PageView, SpanDetailView, TraceSpanView, TraceView } from '@/core/model/views';
import { AttributeTable } from '../../../../_components/telemetry/attribute-table';
import { BUTTON, MORE_LINK } from '../../../../_components/ui/controls';
import type { Axis } from '../waterfall/axis';
import { CostLines } from './cost-lines';
import { logsAddress } from './logs-address';
import { MomentList } from './moment-list';
import { moments } from './moments';
import { SpanFacts } from './span-facts';
import { useView } from './use-view';

interface SpanPanelProps {
  readonly trace: TraceView;
  readonly span: TraceSpanView;
  readonly invocation: TraceView['invocations'][number] | undefined;
  readonly axis: Axis;
  /** Told whenever the panel's height in pixels changes; 0 when it closes. */
  readonly onHeight: (height: number) => void;
}

/** Everything about one span, under its bar. */
export function SpanPanel({ trace, span, invocation, axis, onHeight }: SpanPanelProps) {
  const root = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => onHeight(element.offsetHeight));
    observer.observe(element);
    return () => {
      observer.disconnect();
      onHeight(0);
    };
  }, [onHeight]);
  const detail = useView<SpanDetailView>(`/api/v1/traces/${trace.traceId}/spans/${span.spanId}`);
  return (
    <tr ref={root} className="block border-line border-y">
      <td colSpan={2} className="block cursor-auto bg-page">
        {detail.state === 'loading' && (
          <p role="status" className="px-8 py-3 text-faint">
            Loading the span…
          </p>
        )}
        {detail.state === 'failed' && (
          <p role="alert" className="flex items-center gap-3 px-8 py-3 text-bad">
            {detail.message}
            <button type="button" className={BUTTON} onClick={detail.retry}>
              Try again
            </button>
          </p>
        )}
        {detail.state === 'ready' && <Moments trace={trace} span={span} detail={detail.view} axis={axis} />}
        <div className="flex flex-col gap-4 py-3 pr-4 pl-8">
          <SpanFacts span={span} invocation={invocation} />
          {invocation && <CostLines invocation={invocation} />}
          {detail.state === 'ready' && <Attributes detail={detail.view} />}
        </div>
      </td>
    </tr>
  );
}

function Moments({
  trace,
  span,
  detail,
  axis,
}: {
  readonly trace: TraceView;
  readonly span: TraceSpanView;
  readonly detail: SpanDetailView;
  readonly axis: Axis;
}) {
  const logs = useView<PageView<LogView>>(logsAddress(trace, span.spanId));
  const records = logs.state === 'ready' ? logs.view.items : [];
  const all = moments(detail.events, records, trace.startTime);
  return (
    <>
      {logs.state === 'failed' && (
        <p role="alert" className="px-8 py-2 text-bad">
          The logs are missing here. {logs.message}
        </p>
      )}
      {all.length > 0 && <MomentList moments={all} axis={axis} />}
      {logs.state === 'ready' && logs.view.nextCursor !== null && (
        <p className="px-8 py-2 text-muted">Only the newest {records.length} logs of this span are shown.</p>
      )}
    </>
  );
}

function Attributes({ detail }: { readonly detail: SpanDetailView }) {
  const scope = [detail.scope.name, detail.scope.version].filter(Boolean).join(' ');
  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
      <section className="min-w-0">
        <h3 className="mb-1 font-medium text-ink">Attributes</h3>
        <AttributeTable label="Attributes of the span" attributes={detail.attributes} />
      </section>
      <section className="min-w-0">
        <h3 className="mb-1 font-medium text-ink">
          Resource {scope !== '' && <span className="font-normal text-muted">· scope {scope}</span>}
        </h3>
        <AttributeTable label="Attributes of the resource" attributes={detail.resource} />
      </section>
      {detail.links.length > 0 && (
        <section className="min-w-0">
          <h3 className="mb-1 font-medium text-ink">Links</h3>
          <ul>
            {detail.links.map((link) => (
              <li key={`${link.traceId}-${link.spanId}`}>
                <Link
                  prefetch={false}
                  href={`/traces/${link.traceId}?span=${link.spanId}`}
                  className={`${MORE_LINK} break-all font-mono`}
                >
                  {link.traceId} / {link.spanId}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
