import Link from 'next/link';
import type { ErrorView } from '@/core/model/views';
import { errorTypeText } from '../../../_components/format/error-type';
import { LINK } from '../../../_components/ui/controls';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** The groups of the errors that invocations of a trace had, each with the way to it. Nothing without one. */
export function TraceErrors({
  errors,
  scope,
}: {
  readonly errors: readonly ErrorView[];
  readonly scope: Scope;
}) {
  if (errors.length === 0) return null;
  return (
    <ul aria-label="Errors of this trace" className="flex flex-col gap-0.5 text-body">
      {errors.map(({ fingerprint, type, message }) => (
        <li key={fingerprint} className="min-w-0 truncate" title={message}>
          <Link
            prefetch={false}
            href={href(`/errors/${fingerprint}`, scope)}
            className={`${LINK} [unicode-bidi:isolate]`}
          >
            {errorTypeText(type) || message || 'Error without a type'}
          </Link>
          {type !== '' && message !== '' && (
            <span className="text-muted [unicode-bidi:isolate]"> {message}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
