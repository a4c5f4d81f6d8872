import Link from 'next/link';
import type { ErrorView } from '@/core/model/views';
import { errorTypeText } from '../../../_components/format/error-type';
import { formatMoney } from '../../../_components/format/money';
import { formatCount } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { LINK, MORE_LINK } from '../../../_components/ui/controls';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** The function's newest kinds of errors with what they cost. Nothing without one. */
export function ErrorsCard({
  errors,
  scope,
  functionId,
}: {
  readonly errors: readonly ErrorView[];
  readonly scope: Scope;
  readonly functionId: string;
}) {
  if (errors.length === 0) return null;
  return (
    <Card
      title={
        <>
          Errors <span className="font-normal text-faint text-tremor-label">counted in whole hours</span>
        </>
      }
      aside={
        <Link prefetch={false} href={href('/errors', scope, { functionId })} className={MORE_LINK}>
          All its errors
        </Link>
      }
    >
      <ul className="flex flex-col divide-y divide-line">
        {errors.map((error) => (
          <li key={error.fingerprint} className="flex items-baseline gap-3 py-1.5">
            <Link
              prefetch={false}
              href={href(`/errors/${error.fingerprint}`, scope, { functionId })}
              className={`${LINK} min-w-0 grow truncate`}
              title={error.message}
            >
              {errorTypeText(error.type) || 'Error'}
              {error.message !== '' && <span className="font-normal text-muted">: {error.message}</span>}
            </Link>
            <span className="whitespace-nowrap text-muted tabular-nums">
              {formatCount(error.count)} × · {formatMoney(error.costUsd)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
