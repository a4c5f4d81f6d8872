import Link from 'next/link';
import type { InvocationView } from '@/core/model/views';
import { LINK } from '../ui/controls';
import { Time } from '../ui/time';
import { href } from '../url/href';
import type { Scope } from '../url/scope';

/** The time of an invocation, as a link to it in its trace. A phone shows it without the day. */
export function TraceLink({ one, scope }: { readonly one: InvocationView; readonly scope: Scope }) {
  return (
    <Link
      prefetch={false}
      href={href(`/traces/${one.traceId}`, scope, { span: one.spanId })}
      className={LINK}
    >
      <span className="max-sm:hidden">
        <Time iso={one.startTime} style="precise" />
      </span>
      <span className="sm:hidden">
        <Time iso={one.startTime} style="clock" />
      </span>
    </Link>
  );
}
