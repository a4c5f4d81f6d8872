import Link from 'next/link';
import type { ReactNode } from 'react';
import type { CostPeriodView } from '@/core/model/cost-views';
import type { ErrorView } from '@/core/model/views';
import { errorTypeText } from '../../_components/format/error-type';
import { mostPlaces } from '../../_components/format/money';
import { formatCount } from '../../_components/format/number';
import { Card } from '../../_components/ui/card';
import { LINK } from '../../_components/ui/controls';
import { Money } from '../../_components/ui/money';
import { OUTCOME_LABELS } from '../../_components/ui/outcome-badge';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** What failures cost: by outcome, retries, and the errors that cost most. */
export function FailuresCard({
  view,
  errors,
  scope,
  functionId,
}: {
  readonly view: CostPeriodView;
  readonly errors: readonly ErrorView[];
  /** Of the period's whole minutes. */
  readonly scope: Scope;
  /** When all of it is of one function. */
  readonly functionId: string | undefined;
}) {
  const failed = view.outcomes.filter(({ outcome, invocations }) => outcome !== 'ok' && invocations > 0);
  const places = mostPlaces([...failed, view.retries, ...errors].map(({ costUsd }) => costUsd));
  const isNone = failed.length === 0 && view.retries.invocations === 0;
  return (
    <Card title="What failures cost">
      {isNone ? (
        <p className="py-6 text-center text-faint">No invocation failed</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {failed.map(({ outcome, costUsd, invocations }) => (
            <Line key={outcome} costUsd={costUsd} places={places} count={invocations}>
              <Link
                prefetch={false}
                href={href('/invocations', scope, { functionId, outcome })}
                className={LINK}
              >
                {OUTCOME_LABELS[outcome]}
              </Link>
            </Line>
          ))}
          {view.retries.invocations > 0 && (
            <Line costUsd={view.retries.costUsd} places={places} count={view.retries.invocations}>
              <span title="Invocations whose sender said that they were not the first attempt; some of them failed too">
                retries
              </span>
            </Line>
          )}
        </ul>
      )}
      {errors.length > 0 && (
        <>
          <h3 className="mt-4 mb-1.5 text-muted text-tremor-label">
            The most expensive errors, counted in whole hours
          </h3>
          <ul className="flex flex-col gap-1.5">
            {errors.map((error) => (
              <Line
                key={error.fingerprint}
                costUsd={error.costUsd ?? '0'}
                places={places}
                count={error.count}
              >
                <Link
                  prefetch={false}
                  href={href(`/errors/${error.fingerprint}`, scope, { functionId })}
                  className={LINK}
                  title={error.message}
                >
                  {[errorTypeText(error.type) || 'Error', error.message].filter(Boolean).join(': ')}
                </Link>
              </Line>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Line({
  costUsd,
  places,
  count,
  children,
}: {
  readonly costUsd: string;
  readonly places: number;
  readonly count: number;
  readonly children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[1fr_3.5rem_minmax(5.5rem,auto)] items-baseline gap-3">
      <span className="min-w-0 truncate">{children}</span>
      <span className="text-right text-muted text-tremor-label tabular-nums">{formatCount(count)} ×</span>
      <span className="text-right tabular-nums">
        <Money usd={costUsd} places={places} />
      </span>
    </li>
  );
}
