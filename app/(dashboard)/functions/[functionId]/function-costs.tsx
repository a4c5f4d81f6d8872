import Link from 'next/link';
import type { CostItemView } from '@/core/model/cost-views';
import { UnitCostChart } from '../../../_components/costs/cost-chart';
import { LINE_LOOKS } from '../../../_components/costs/lines';
import { SplitList } from '../../../_components/costs/split-list';
import { formatDuration } from '../../../_components/format/duration';
import { mostPlaces } from '../../../_components/format/money';
import { Card } from '../../../_components/ui/card';
import { LINK, MORE_LINK } from '../../../_components/ui/controls';
import { Money } from '../../../_components/ui/money';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import type { FunctionCostsView } from '../../../_queries/functions';

/** What a function's money went into, whom it waited for, and whether it became dearer. */
export function FunctionCosts({
  costs: { totalUsd, lines, series },
  waits,
  scope,
  functionId,
}: {
  readonly costs: FunctionCostsView;
  /** By dependency, dearest first. */
  readonly waits: readonly CostItemView[];
  readonly scope: Scope;
  readonly functionId: string;
}) {
  if (totalUsd === null || Number(totalUsd) === 0) return null;
  const places = mostPlaces(waits.map(({ costUsd }) => costUsd));
  const allCosts = href('/costs', scope, { functionId });
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <UnitCostChart series={series} />
      <Card
        title="What its money went into"
        aside={
          <Link prefetch={false} href={allCosts} className={MORE_LINK}>
            All its costs
          </Link>
        }
      >
        <SplitList
          lines={lines}
          hrefs={{ init: href('/invocations', scope, { functionId, coldStart: true }) }}
        />
        {waits.length > 0 && (
          <>
            <h3 className="mt-4 mb-1.5 text-muted text-tremor-label">Paid to wait for</h3>
            <ul className="flex flex-col gap-1.5">
              {waits.map((item) => (
                <Wait
                  key={item.key}
                  item={item}
                  total={Number(totalUsd)}
                  places={places}
                  scope={scope}
                  functionId={functionId}
                />
              ))}
            </ul>
          </>
        )}
      </Card>
    </div>
  );
}

function Wait({
  item: { key, costUsd, invocations, waitedMs },
  total,
  places,
  scope,
  functionId,
}: {
  readonly item: CostItemView;
  readonly total: number;
  /** Decimals of the costs. */
  readonly places: number;
  readonly scope: Scope;
  readonly functionId: string;
}) {
  const mean = waitedMs === null || !invocations ? null : waitedMs / invocations;
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3">
        {key === '' ? (
          <span className="text-muted">other dependencies</span>
        ) : (
          <Link
            prefetch={false}
            href={href('/invocations', scope, { functionId, dependency: key })}
            className={`${LINK} min-w-0 truncate`}
          >
            {key}
          </Link>
        )}
        <span className="whitespace-nowrap tabular-nums">
          <span className="text-muted text-tremor-label">
            {formatDuration(mean)}
            <span className="max-sm:hidden"> on average</span> ·{' '}
          </span>
          <Money usd={costUsd} places={places} />
        </span>
      </div>
      <div aria-hidden="true" className="mt-1 h-1 rounded-full bg-sunken">
        <div
          className="h-1 rounded-full"
          style={{
            width: `${Math.max(1, (Number(costUsd) / total) * 100)}%`,
            background: LINE_LOOKS.waiting.color,
          }}
        />
      </div>
    </li>
  );
}
