import Link from 'next/link';
import type { CapacityCostView } from '@/core/model/cost-views';
import { CostTip } from '../../_components/costs/cost-tip';
import { formatMoney, formatMoneyExact } from '../../_components/format/money';
import { formatPercent } from '../../_components/format/number';
import { MORE_LINK } from '../../_components/ui/controls';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** What instances that are kept ready cost beside the invocations, and how much of it was for nothing. */
export function KeptReady({
  capacity: { keptUsd, usedUsd, idleUsd, reason, items },
  scope,
}: {
  readonly capacity: CapacityCostView;
  readonly scope: Scope;
}) {
  const kept = Number(keptUsd ?? 0);
  const idleShare = kept === 0 ? 0 : Number(idleUsd) / kept;
  return (
    <section aria-label="Kept ready" className="mt-4 flex flex-col gap-2 border-line border-t pt-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-muted text-tremor-label">Kept ready, beside the invocations</h3>
        <Link prefetch={false} href={href('/costs/capacity', scope)} className={MORE_LINK}>
          {items.length === 0 ? 'State what is kept ready' : 'Change'}
        </Link>
      </div>
      {keptUsd === null ? (
        <p className="wrap-anywhere text-muted">Not known: {reason}.</p>
      ) : (
        <>
          <div aria-hidden="true" className="flex h-3 overflow-hidden rounded-sm bg-sunken">
            <div style={{ width: `${(1 - idleShare) * 100}%`, background: 'var(--s-1)' }} />
            <div style={{ width: `${idleShare * 100}%`, background: 'var(--c-warn)' }} />
          </div>
          <p className="tabular-nums">
            <CostTip
              lines={items.map((one) => ({
                label: one.functionName,
                how: `${one.instances} × kept ready, idle ${formatMoney(one.idleUsd)}`,
                amount: formatMoney(one.keptUsd),
              }))}
              notes={[formatMoneyExact(keptUsd), 'As if what ran within an hour were spread evenly over it']}
            >
              <span className="font-medium text-ink">{formatMoney(keptUsd)}</span>
            </CostTip>
            <span className="text-muted">
              , of it {formatMoney(idleUsd)} ({formatPercent(idleShare)}) while idle and{' '}
              {formatMoney(usedUsd)} while at work
            </span>
          </p>
        </>
      )}
    </section>
  );
}
