import Link from 'next/link';
import { Callout } from '../../../_components/ui/callout';
import { MORE_LINK } from '../../../_components/ui/controls';
import { ATTRIBUTE } from '../../../_components/url/filter-values';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** Says that the list is not narrowed by attributes that the URL names, and where one gets on. Nothing without one. */
export function UnusedAttributes({
  attributes,
  functionId,
  scope,
  params,
}: {
  readonly attributes: readonly (readonly [key: string, value: string])[];
  readonly functionId: string | undefined;
  readonly scope: Scope;
  /** All other parameters of the URL. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  return attributes.map(([key, value]) => (
    <Callout key={key} title={`Not filtered by ${key}: it is not a promoted attribute`}>
      <Link
        prefetch={false}
        href={href('/traces', scope, { functionId, [`${ATTRIBUTE}${key}`]: value })}
        className={`${MORE_LINK} wrap-anywhere [unicode-bidi:isolate]`}
      >
        Traces with {value}
      </Link>
      {' · '}
      <Link
        prefetch={false}
        href={href('/invocations', scope, { ...params, groupBy: key })}
        className={MORE_LINK}
      >
        Group by it, to promote it
      </Link>
      {' · '}
      <Link prefetch={false} href={href('/invocations', scope, params)} className={MORE_LINK}>
        Remove it
      </Link>
    </Callout>
  ));
}
