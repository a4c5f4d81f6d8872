import type { CostPartView } from '@/core/model/cost-views';
import { LINE_LOOKS } from './lines';

/** The parts of a cost as one bar; `share` of the width, 0 to 1. Hidden from screen readers: the figures stand beside it. */
export function SplitBar({
  lines,
  share = 1,
  size = 'h-1.5',
}: {
  readonly lines: readonly CostPartView[];
  readonly share?: number;
  readonly size?: string;
}) {
  const total = lines.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
  return (
    <div aria-hidden="true" className={`${size} w-full overflow-hidden rounded-sm bg-sunken`}>
      <div className="flex h-full min-w-0.5 gap-px" style={{ width: `${Math.min(1, share) * 100}%` }}>
        {lines.map(({ line, costUsd }) =>
          Number(costUsd) > 0 ? (
            <div
              key={line}
              className="h-full min-w-px"
              style={{ flexGrow: Number(costUsd) / total, background: LINE_LOOKS[line].color }}
            />
          ) : null,
        )}
      </div>
    </div>
  );
}
