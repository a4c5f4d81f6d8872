import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import type { TraceView } from '@/core/model/views';
import { begun } from '../../../_components/later/begun';
import { Coming } from '../../../_components/later/coming';
import { within } from '../../../_components/later/within';
import { Card } from '../../../_components/ui/card';
import { BUTTON } from '../../../_components/ui/controls';
import { PageHeader } from '../../../_components/ui/page-header';
import { href } from '../../../_components/url/href';
import { parseScope, type SearchParams } from '../../../_components/url/scope';
import { requirePageAccess } from '../../../_queries/access';
import { listErrors } from '../../../_queries/errors';
import { listRelated } from '../../../_queries/related';
import { getTrace } from '../../../_queries/traces';
import { traceRange } from './detail/logs-address';
import { Story } from './story';
import { TraceErrors } from './trace-errors';
import { TraceFacts } from './trace-facts';
import { TraceScreen } from './trace-screen';
import { packTrace } from './transport/packed-trace';

export const metadata: Metadata = { title: 'Trace' };

const MOST_ERRORS = 10;
/** The story stands above the spans: what comes later than this moves them. */
const RELATED_MS = 150;

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
  // Other traces are looked for in all that is stored: what this one tells waits for them a moment, not until they are found.
  const related = begun(listRelated(trace));
  const [errors, others] = await Promise.all([
    listErrors({ traceId, ...traceRange(trace), limit: MOST_ERRORS }),
    within(related, RELATED_MS),
  ]);
  const [first] = trace.invocations;
  const root = trace.spans.find((span) => span.parentSpanId === null) ?? trace.spans[0];
  return (
    <>
      <PageHeader title={<span className="[unicode-bidi:isolate]">{root?.name || 'Trace'}</span>}>
        <div className="flex flex-wrap gap-2">
          {first !== undefined && (
            <Link
              prefetch={false}
              href={href('/invocations/compare', scope, { a: `${traceId}.${first.spanId}` })}
              title={`What ${first.functionName} did here beside what is usual for it`}
              className={BUTTON}
            >
              Compare
            </Link>
          )}
          <Link
            prefetch={false}
            href={href('/logs', { ...scope, ...traceRange(trace) }, { traceId })}
            className={BUTTON}
          >
            Logs of this trace
          </Link>
        </div>
      </PageHeader>
      <TraceFacts trace={trace} />
      <TraceErrors errors={errors.items} scope={{ ...scope, ...traceRange(trace) }} />
      <Suspense fallback={<Story trace={trace} related={[]} expected={linkedTraces(trace)} scope={scope} />}>
        <Coming of={others}>{(found) => <Story trace={trace} related={found} scope={scope} />}</Coming>
      </Suspense>
      <Card flush>
        <TraceScreen packed={packTrace(trace)} related={related} />
      </Card>
    </>
  );
}

/** So many traces sent what this one took in: each has an invocation of the same request. */
function linkedTraces({ links }: Pick<TraceView, 'links'>): number {
  return new Set(links.map(({ to }) => to.traceId)).size;
}
