import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { HOUR_MS } from '@/core/model/time-range';
import type { ErrorDetailView } from '@/core/model/views';
import { LazyTimeChart } from '../../../_components/charts/lazy-time-chart';
import { errorTypeText } from '../../../_components/format/error-type';
import { formatMoney, formatMoneyExact } from '../../../_components/format/money';
import { formatCount, formatWhole } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { LINK } from '../../../_components/ui/controls';
import { PageHeader } from '../../../_components/ui/page-header';
import { Time } from '../../../_components/ui/time';
import { href } from '../../../_components/url/href';
import { hexId, parseScope, type Scope, type SearchParams, scopeQuery } from '../../../_components/url/scope';
import { mayEdit, requirePageAccess } from '../../../_queries/access';
import { getError } from '../../../_queries/errors';
import { fingerprint as fingerprintInput } from '../../../_queries/inputs/fields';
import { CountedHours } from '../counted-hours';
import { ErrorStateBadge } from '../error-state';
import { Occurrences } from './occurrences';
import { StackCard } from './stack-card';
import { TriageActions } from './triage-actions';
import { FunctionsOfError, VersionsOfError } from './where-seen';

export const metadata: Metadata = { title: 'Error' };

interface ErrorPageProps {
  params: Promise<{ fingerprint: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ErrorPage({ params, searchParams }: ErrorPageProps) {
  const access = await requirePageAccess();
  const { fingerprint } = await params;
  const query = await searchParams;
  const scope = parseScope(query, Date.now());
  const functionId = hexId(query, 'functionId', 16);
  if (!fingerprintInput.safeParse(fingerprint).success) notFound();
  const error = await getError({
    fingerprint,
    ...scopeQuery(scope),
    ...(functionId === undefined ? {} : { functionId }),
  });
  if (error === null) notFound();
  const sample = error.occurrences.find(({ stack }) => stack !== '');
  return (
    <>
      <PageHeader
        title={
          <span className="[unicode-bidi:isolate]">
            {errorTypeText(error.type) || error.message || 'Error without a type'}
          </span>
        }
        note={<ErrorStateBadge state={error.state} />}
      >
        {mayEdit(access) && <TriageActions fingerprint={fingerprint} state={error.state} />}
      </PageHeader>
      {error.type !== '' && (
        <p className="whitespace-pre-wrap break-words text-body [unicode-bidi:isolate]">{error.message}</p>
      )}
      <Facts error={error} invocations={invocationsHref(error, scope, functionId)} scope={scope} />
      {functionId !== undefined && (
        <OfOneFunction error={error} all={href(`/errors/${fingerprint}`, scope)} />
      )}
      <Card title="Errors per hour">
        <LazyTimeChart
          label="Errors per hour"
          rows={error.series.map(({ t, count }) => ({ t: Date.parse(t), count }))}
          series={[{ key: 'count', label: 'errors', color: 'var(--c-error)', kind: 'bar' }]}
          unit="count"
          stepMs={HOUR_MS}
          empty="None in this range"
        />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Functions">
          <FunctionsOfError error={error} scope={scope} />
        </Card>
        <Card title="Versions" aside={<Aside>all that were ever seen</Aside>} flush>
          <VersionsOfError error={error} />
        </Card>
      </div>
      {sample && <StackCard sample={sample} />}
      <Card title="Occurrences" aside={<Aside>the newest and the oldest</Aside>} flush>
        <Occurrences error={error} scope={scope} />
      </Card>
    </>
  );
}

function Aside({ children }: { readonly children: string }) {
  return <span className="text-faint text-tremor-label">{children}</span>;
}

/** The list of the invocations that are counted: counters are of whole hours. */
function invocationsHref(
  { fingerprint, series }: ErrorDetailView,
  scope: Scope,
  functionId?: string,
): string {
  const [first] = series;
  const last = series.at(-1);
  const range = first && last && { from: first.t, to: new Date(Date.parse(last.t) + HOUR_MS).toISOString() };
  return href('/invocations', { ...scope, ...range }, { fingerprint, functionId });
}

function OfOneFunction({ error, all }: { readonly error: ErrorDetailView; readonly all: string }) {
  const [only] = error.functions;
  return (
    <p className="text-muted">
      Counted in <span className="[unicode-bidi:isolate]">{only?.name || 'one function'}</span> alone.{' '}
      <Link prefetch={false} href={all} className={LINK}>
        In all functions
      </Link>
    </p>
  );
}

interface FactsProps {
  readonly error: ErrorDetailView;
  readonly invocations: string;
  readonly scope: Scope;
}

function Facts({ error, invocations, scope }: FactsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-body">
      <span title={formatWhole(error.count)}>
        <span className="font-medium text-ink">{formatCount(error.count)}</span>{' '}
        {error.count === 1 ? 'error' : 'errors'} <CountedHours scope={scope} />
      </span>
      {error.invocations === 0 ? (
        <span>no invocation had it</span>
      ) : (
        <Link prefetch={false} href={invocations} className={LINK} title={formatWhole(error.invocations)}>
          {formatCount(error.invocations)} {error.invocations === 1 ? 'invocation' : 'invocations'}
        </Link>
      )}
      {error.costUsd !== null && (
        <span title={formatMoneyExact(error.costUsd)}>
          which cost <span className="font-medium text-ink">{formatMoney(error.costUsd)}</span>
        </span>
      )}
      <span>
        first seen <Time iso={error.firstSeen} />
      </span>
      <span>
        last seen <Time iso={error.lastSeen} />
      </span>
      {error.culprit !== '' && (
        <code className="min-w-0 break-all font-mono text-muted text-tremor-label [unicode-bidi:isolate]">
          {error.culprit}
        </code>
      )}
    </div>
  );
}
