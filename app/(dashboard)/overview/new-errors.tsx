import Link from 'next/link';
import type { ErrorView } from '@/core/model/views';
import { errorTypeText } from '../../_components/format/error-type';
import { formatCount } from '../../_components/format/number';
import { Card } from '../../_components/ui/card';
import { LINK, MORE_LINK } from '../../_components/ui/controls';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** Kinds of errors that were first seen in the range and nobody has dealt with, each with a way to a trace. */
export function NewErrors({
  errors,
  scope,
}: {
  readonly errors: readonly ErrorView[];
  readonly scope: Scope;
}) {
  return (
    <Card
      title="New errors"
      aside={
        <Link prefetch={false} href={href('/errors', scope)} className={MORE_LINK}>
          All errors
        </Link>
      }
    >
      {errors.length === 0 ? (
        <p className="py-6 text-center text-faint">No kind of error is new in this range</p>
      ) : (
        <ul aria-label="New errors" className="flex flex-col divide-y divide-line">
          {errors.map((error) => (
            <li key={error.fingerprint} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
              <Link
                prefetch={false}
                href={href(`/errors/${error.fingerprint}`, scope)}
                className={`${LINK} min-w-0 grow basis-40 truncate`}
                title={error.message}
              >
                {errorTypeText(error.type) || 'Error'}
                {error.message !== '' && <span className="font-normal text-muted">: {error.message}</span>}
              </Link>
              <span className="whitespace-nowrap text-muted text-tremor-label tabular-nums">
                {formatCount(error.count)} × since <Time iso={error.firstSeen} style="minute" />
              </span>
              {error.sampleTraceIds[0] !== undefined && (
                <Link
                  prefetch={false}
                  href={href(`/traces/${error.sampleTraceIds[0]}`, scope)}
                  className={MORE_LINK}
                >
                  Trace
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
