import Link from 'next/link';
import type { DeploymentView } from '@/core/model/explore-views';
import { Card } from '../../_components/ui/card';
import { LINK } from '../../_components/ui/controls';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

const SHOWN = 6;

/** What the marks on the charts stand for: versions that appeared, newest first. Nothing without one. */
export function DeploymentsCard({
  deployments,
  labels,
  scope,
}: {
  readonly deployments: readonly DeploymentView[];
  /** What functions are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Scope;
}) {
  if (deployments.length === 0) return null;
  return (
    <Card
      title="Deployments"
      aside={<span className="text-faint text-tremor-label">marked on the charts</span>}
    >
      <ul className="flex flex-col divide-y divide-line">
        {[...deployments]
          .reverse()
          .slice(0, SHOWN)
          .map(({ functionId, functionName, version, at }) => (
            <li key={`${functionId}-${version}`} className="flex items-baseline gap-x-3 py-1.5">
              <Link
                prefetch={false}
                href={href(`/functions/${functionId}`, scope)}
                className={`${LINK} min-w-0 truncate`}
              >
                {labels.get(functionId) ?? functionName}
              </Link>
              <Link
                prefetch={false}
                href={href('/invocations', scope, { functionId, version })}
                className="min-w-0 grow truncate text-muted hover:underline"
                title={version}
              >
                {version}
              </Link>
              <span className="text-muted text-tremor-label">
                <Time iso={at} style="minute" />
              </span>
            </li>
          ))}
      </ul>
    </Card>
  );
}
