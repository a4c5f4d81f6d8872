import Link from 'next/link';
import type { ConcurrencyLimitView, FunctionDetailView } from '@/core/model/views';
import { formatDuration } from '../../../_components/format/duration';
import { formatMemory, formatPercent } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { concurrencyText, type Headroom, headroomOf, peakConcurrency, throttledText } from './headroom';
import { LimitForm } from './limit-form';

/** How near the function is to what ends its invocations: memory, timeout, and how many run at once. */
export function LimitsCard({
  detail,
  limit,
  mayState,
  scope,
}: {
  readonly detail: FunctionDetailView;
  /** Of the account, as people stated it. */
  readonly limit: ConcurrencyLimitView | null;
  readonly mayState: boolean;
  readonly scope: Scope;
}) {
  const { totals, memoryMb, timeoutMs } = detail;
  const { max, p50 } = totals.memoryShare;
  const concurrency = peakConcurrency(detail);
  const throttled = throttledText(totals);
  const at = { functionId: detail.id };
  return (
    <Card title="Headroom">
      <dl className="flex flex-col gap-3">
        <Limit
          label="Memory"
          headroom={headroomOf(max)}
          text={
            max === null
              ? null
              : `at most ${formatPercent(max)} of ${formatMemory(memoryMb)}, usually ${formatPercent(p50)}`
          }
          missing="Used memory comes from the platform's reports (REPORT lines or the Telemetry API) or the wrapper."
          link={{
            href: href('/invocations', scope, { ...at, outcome: 'oom' }),
            text: `${totals.ooms} out of memory`,
          }}
        />
        <Limit
          label="Timeout"
          headroom={headroomOf(timeoutMs === null ? null : (totals.durationMs.max ?? 0) / timeoutMs)}
          text={
            timeoutMs === null
              ? null
              : `longest ${formatDuration(totals.durationMs.max)} of ${formatDuration(timeoutMs)}`
          }
          missing="The timeout is not known: on AWS Lambda the wrapper tells it, elsewhere the platform's reports."
          link={{
            href: href('/invocations', scope, { ...at, outcome: 'timeout' }),
            text: `${totals.timeouts} timed out`,
          }}
        />
        <Limit
          label="Concurrency"
          headroom={headroomOf(concurrency === null || limit === null ? null : concurrency / limit.most)}
          text={
            concurrency === null ? null : concurrencyText(concurrency, detail.stepMs, limit?.most ?? null)
          }
          missing="No invocations in this range."
          link={{
            href: throttled.hasRows ? href('/invocations', scope, { ...at, outcome: 'throttled' }) : null,
            text: throttled.text,
          }}
        />
      </dl>
      {mayState && <LimitForm place={placeOf(detail)} limit={limit} />}
    </Card>
  );
}

function placeOf({ provider, accountId, region }: FunctionDetailView) {
  return { provider, accountId, region };
}

const BAR: Readonly<Record<Headroom['state'], string>> = {
  enough: 'var(--c-ok)',
  little: 'var(--c-p95)',
  none: 'var(--c-error)',
};

function Limit({
  label,
  headroom,
  text,
  missing,
  link,
}: {
  readonly label: string;
  readonly headroom: Headroom | null;
  readonly text: string | null;
  readonly missing: string;
  /** To the rows; without an address there are none. */
  readonly link: { readonly href: string | null; readonly text: string };
}) {
  return (
    <div>
      <dt className="flex items-baseline justify-between gap-3">
        <span className="font-medium text-ink">{label}</span>
        {link.href === null ? (
          <span className="text-muted text-tremor-label">{link.text}</span>
        ) : (
          <Link prefetch={false} href={link.href} className="text-muted text-tremor-label hover:underline">
            {link.text}
          </Link>
        )}
      </dt>
      <dd className={text === null ? 'text-faint text-tremor-label' : 'text-tremor-label'}>
        {text ?? missing}
        {headroom !== null && (
          <span aria-hidden="true" className="mt-1 block h-1.5 rounded-full bg-sunken">
            <span
              className="block h-1.5 rounded-full"
              style={{ width: `${Math.min(100, headroom.share * 100)}%`, background: BAR[headroom.state] }}
            />
          </span>
        )}
      </dd>
    </div>
  );
}
