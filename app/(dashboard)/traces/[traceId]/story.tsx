import Link from 'next/link';
import type { InvocationView, RelatedView, TraceView } from '@/core/model/views';
import { formatDuration } from '../../../_components/format/duration';
import { formatCount } from '../../../_components/format/number';
import { LINK, MORE_LINK } from '../../../_components/ui/controls';
import { ColdBadge, OutcomeBadge } from '../../../_components/ui/outcome-badge';
import { Skeleton } from '../../../_components/ui/skeleton';
import { Time } from '../../../_components/ui/time';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { attemptsOf } from './attempts';

const MEANING: Readonly<Record<RelatedView['relation'] | 'here', string>> = {
  here: 'this trace',
  attempt: 'another attempt',
  before: 'sent the message',
  after: 'set off from here',
};

const MOST_ROWS = 30;

interface Chapter {
  readonly relation: RelatedView['relation'] | 'here';
  readonly invocation: InvocationView;
}

/**
 * All invocations of one request, in this trace and in others, oldest first. Nothing for a single one. `expected`: so many
 * in other traces are still looked for; their room is kept free.
 */
export function Story({
  trace,
  related,
  expected = 0,
  scope,
}: {
  readonly trace: TraceView;
  readonly related: readonly RelatedView[];
  readonly expected?: number;
  readonly scope: Scope;
}) {
  const chapters: Chapter[] = [
    ...trace.invocations.map((invocation) => ({ relation: 'here' as const, invocation })),
    ...related,
  ].sort((one, other) => one.invocation.startTime.localeCompare(other.invocation.startTime));
  const count = chapters.length + expected;
  if (count < 2) return null;
  const rows = chapters.slice(0, MOST_ROWS);
  const failed = chapters.filter(({ invocation }) => invocation.outcome !== 'ok').length;
  return (
    <details open={related.length + expected > 0} className="group rounded-lg border border-line bg-card">
      <summary className="cursor-pointer px-4 py-2.5 text-body">
        <span className="font-medium text-ink">One request, {formatCount(count)} invocations</span>
        {related.length > 0 && ` · ${formatCount(related.length)} in other traces`}
        {failed > 0 && <span className="text-bad"> · {formatCount(failed)} failed</span>}
      </summary>
      <ol aria-label="Invocations of the request" className="border-line border-t px-4 py-2">
        {rows.map(({ relation, invocation }) => (
          <li
            key={`${invocation.traceId}-${invocation.spanId}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-1 sm:grid-cols-[9.5rem_8.5rem_minmax(0,1fr)_auto_5rem]"
          >
            <span className="text-muted tabular-nums max-sm:hidden">
              <Time iso={invocation.startTime} style="precise" />
            </span>
            <span
              className={`max-sm:hidden ${relation === 'here' ? 'text-muted' : 'font-medium text-brand-strong'}`}
            >
              {MEANING[relation]}
            </span>
            <Link
              prefetch={false}
              href={href(`/traces/${invocation.traceId}`, scope, { span: invocation.spanId })}
              className={`${LINK} truncate [unicode-bidi:isolate]`}
            >
              {invocation.functionName}
            </Link>
            <span className="flex gap-1.5">
              <OutcomeBadge outcome={invocation.outcome} />
              {invocation.coldStart === true && <ColdBadge />}
            </span>
            <span className="text-right tabular-nums max-sm:hidden">
              {formatDuration(invocation.durationMs)}
            </span>
          </li>
        ))}
        {Array.from({ length: Math.min(expected, MOST_ROWS - rows.length) }, (_, place) => `${place}`).map(
          (place) => (
            <li key={place} aria-hidden="true" className="py-1">
              <Skeleton className="h-5" />
            </li>
          ),
        )}
        {count > MOST_ROWS && (
          <li className="py-1 text-muted">and {formatCount(count - MOST_ROWS)} later ones</li>
        )}
      </ol>
      {attemptsOf(chapters.map(({ invocation }) => invocation)).map(({ requestKey, count, from, to }) => (
        <p key={requestKey} className="border-line border-t px-4 py-2">
          <Link
            prefetch={false}
            href={href('/invocations', { ...scope, from, to }, { requestKey })}
            className={MORE_LINK}
          >
            {formatCount(count)} attempts at {requestKey}
          </Link>
        </p>
      ))}
    </details>
  );
}
