import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DAY_MS } from '@/core/model/time-range';
import { ClearFilters, TextFilter } from '../../../_components/filters/filters';
import { Card } from '../../../_components/ui/card';
import { BUTTON } from '../../../_components/ui/controls';
import { PageHeader } from '../../../_components/ui/page-header';
import { href } from '../../../_components/url/href';
import { parseScope, type SearchParams, text } from '../../../_components/url/scope';
import { requirePageAccess } from '../../../_queries/access';
import { getInvocation, getUsual } from '../../../_queries/explore/comparison';
import { besideText } from './beside-text';
import { compareSpans, spansBelow } from './compare-spans';
import { FactsTable } from './facts-table';
import { parsePlace } from './place';
import { SpansTable } from './spans-table';

export const metadata: Metadata = { title: 'Compare invocations' };

export default async function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const place = parsePlace(text(params, 'a'));
  const a = place && (await getInvocation(place));
  if (a === null) notFound();
  const typed = text(params, 'b');
  const asked = parsePlace(typed);
  const at = Date.parse(a.invocation.startTime);
  // Around the invocation, whatever the range: what was usual then.
  const [other, { figures, usual }] = await Promise.all([
    asked && getInvocation(asked),
    getUsual({
      functionId: a.invocation.functionId,
      from: new Date(at - DAY_MS).toISOString(),
      to: new Date(at + DAY_MS).toISOString(),
      except: a.invocation,
    }),
  ]);
  const b = other ?? usual;
  const { traceId, spanId, functionId } = a.invocation;
  const choosing = { functionId, compareWith: `${traceId}.${spanId}` };
  const beside = besideText({
    typed,
    isPlace: asked !== null,
    isFound: other !== null,
    hasUsual: usual !== null,
  });
  const rows =
    b === null
      ? []
      : compareSpans(spansBelow(a.spans, a.invocation.spanId), spansBelow(b.spans, b.invocation.spanId));
  return (
    <>
      <PageHeader title={`Compare: ${a.invocation.functionName}`} />
      <div className="flex flex-wrap items-center gap-2">
        <TextFilter
          name="b"
          label="The other invocation"
          placeholder="Link to another trace's span, or trace.span"
          width="w-96 max-w-full"
        />
        <Link prefetch={false} href={href('/invocations', scope, choosing)} className={BUTTON}>
          Choose from the list
        </Link>
        <ClearFilters names={['b']} label="Compare with the usual one" />
        <p className="text-muted">{beside.text}</p>
        {beside.wrong !== '' && (
          <p role="alert" className="text-bad">
            {beside.wrong}
          </p>
        )}
      </div>
      <Card flush title="Facts">
        <FactsTable a={a.invocation} b={b?.invocation ?? null} figures={figures} scope={scope} />
      </Card>
      {rows.length > 0 && (
        <Card flush title="Self time of spans">
          <SpansTable rows={rows} />
        </Card>
      )}
    </>
  );
}
