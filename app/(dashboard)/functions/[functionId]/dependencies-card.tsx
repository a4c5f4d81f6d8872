import Link from 'next/link';
import type { DependencyView } from '@/core/model/map/map-views';
import { DependenciesTable } from '../../../_components/map/dependencies-table';
import { Card } from '../../../_components/ui/card';
import { MORE_LINK } from '../../../_components/ui/controls';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** What the function calls. Nothing without a call. */
export function DependenciesCard({
  dependencies,
  scope,
}: {
  readonly dependencies: readonly DependencyView[];
  /** Of whole minutes. */
  readonly scope: Scope;
}) {
  if (dependencies.length === 0) return null;
  return (
    <Card
      flush
      title="Dependencies"
      aside={
        <Link prefetch={false} href={href('/map', scope)} className={MORE_LINK}>
          On the map
        </Link>
      }
    >
      <DependenciesTable dependencies={dependencies} scope={scope} showFunction={false} />
    </Card>
  );
}
