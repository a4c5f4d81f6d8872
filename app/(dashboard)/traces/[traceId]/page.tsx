import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { TraceView } from '@/core/model/views';
import { formatDuration } from '../../../_components/format/duration';
import { formatMoney, formatMoneyExact } from '../../../_components/format/money';
import { formatCount } from '../../../_components/format/number';
import { Badge } from '../../../_components/ui/badge';
import { Callout } from '../../../_components/ui/callout';
import { Card } from '../../../_components/ui/card';
import { BUTTON } from '../../../_components/ui/controls';
import { CopyButton } from '../../../_components/ui/copy-button';
import { PageHeader } from '../../../_components/ui/page-header';
import { Time } from '../../../_components/ui/time';
import { href } from '../../../_components/url/href';
import { parseScope, type SearchParams } from '../../../_components/url/scope';
import { requirePageAccess } from '../../../_queries/access';
import { getTrace } from '../../../_queries/traces';
import { traceRange } from './detail/logs-address';
import { Waterfall } from './waterfall/waterfall';

export const metadata: Metadata = { title: 'Trace' };

interface TracePageProps {
  params: Promise<{ traceId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TracePage({ params, searchParams }: TracePageProps) {
  await requirePageAccess();
  const { traceId } = await params;
  const scope = parseScope(await searchParams, Date.now());
  const trace = await getTrace({ traceId });
  if (trace === null) notFound();
  const root = trace.spans.find((span) => span.parentSpanId === null) ?? trace.spans[0];
  return (
    <>
      <PageHeader title={root?.name ?? 'Trace'}>
        <Link
          prefetch={false}
          href={href('/logs', { ...scope, ...traceRange(trace) }, { traceId })}
          className={BUTTON}
        >
          Logs of this trace
        </Link>
      </PageHeader>
      <Facts trace={trace} />
      {trace.truncated && (
        <Callout title={`Only the first ${formatCount(trace.spans.length)} spans of this trace are shown`} />
      )}
      {trace.warnings.map((warning) => (
        <Callout key={warning} title={warning} />
      ))}
      <Card flush>
        <Waterfall trace={trace} />
      </Card>
    </>
  );
}

function Facts({ trace }: { readonly trace: TraceView }) {
  const errors = trace.spans.filter((span) => span.status === 'error').length;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-body">
      <Time iso={trace.startTime} style="precise" />
      <span>
        <span className="font-medium text-ink">{formatDuration(trace.durationMs)}</span> long
      </span>
      <span>
        <span className="font-medium text-ink">{formatCount(trace.spans.length)}</span>{' '}
        {trace.spans.length === 1 ? 'span' : 'spans'}
      </span>
      {errors > 0 && <Badge tone="bad">{errors === 1 ? '1 error' : `${formatCount(errors)} errors`}</Badge>}
      {trace.costUsd !== null && (
        <span title={formatMoneyExact(trace.costUsd)}>
          cost <span className="font-medium text-ink">{formatMoney(trace.costUsd)}</span>
        </span>
      )}
      <span className="flex min-w-0 items-center gap-2">
        <code className="truncate font-mono text-muted text-tremor-label">{trace.traceId}</code>
        <CopyButton text={trace.traceId} />
      </span>
    </div>
  );
}
