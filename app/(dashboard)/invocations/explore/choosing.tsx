import Link from 'next/link';
import { MORE_LINK } from '../../../_components/ui/controls';
import { Icon } from '../../../_components/ui/icons';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** Says what a row is chosen for, while another invocation waits to be compared with one. */
export function Choosing({
  scope,
  params,
}: {
  readonly scope: Scope;
  /** All other parameters of the URL. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 text-body">
      <Icon name="compare" className="size-4 text-brand-strong" />
      Choose the invocation to compare with: click the arrows at the end of its row.
      <Link
        prefetch={false}
        href={href('/invocations', scope, { ...params, compareWith: null })}
        className={MORE_LINK}
      >
        Cancel
      </Link>
    </p>
  );
}
