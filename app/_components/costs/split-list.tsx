import Link from 'next/link';
import type { CostPartView } from '@/core/model/cost-views';
import type { CostLine } from '@/core/model/costs/cost-split';
import { formatMoney, formatMoneyExact } from '../format/money';
import { formatPercent } from '../format/number';
import { LINK } from '../ui/controls';
import { LINE_LOOKS } from './lines';
import { SplitBar } from './split-bar';

/** What money was spent on: a bar, and below it every part with its amount and share. */
export function SplitList({
  lines,
  hrefs = {},
}: {
  readonly lines: readonly CostPartView[];
  /** Where a part's name leads to. */
  readonly hrefs?: Readonly<Partial<Record<CostLine, string>>>;
}) {
  const total = lines.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
  const shown = lines.filter(({ costUsd }) => Number(costUsd) !== 0);
  return (
    <div className="flex flex-col gap-3">
      <SplitBar lines={shown} size="h-6" />
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-2.5">
        {shown.map(({ line, costUsd }) => {
          const { label, color, meaning } = LINE_LOOKS[line];
          const to = hrefs[line];
          return (
            <li key={line} title={meaning}>
              <div className="flex items-center gap-1.5">
                <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: color }} />
                {to === undefined ? (
                  <span className="text-muted text-tremor-label">{label}</span>
                ) : (
                  <Link prefetch={false} href={to} className={`${LINK} text-tremor-label`}>
                    {label}
                  </Link>
                )}
              </div>
              <div className="flex items-baseline gap-2 pl-3.5 tabular-nums">
                <span className="font-medium text-ink" title={formatMoneyExact(costUsd)}>
                  {formatMoney(costUsd)}
                </span>
                <span className="text-muted text-tremor-label">
                  {formatPercent(total === 0 ? null : Number(costUsd) / total)}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
