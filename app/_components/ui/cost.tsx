import type { CostPrecision } from '@/core/model/invocation';
import type { CostLineView } from '@/core/model/views';
import { CostTip } from '../costs/cost-tip';
import { arithmetic } from '../costs/tip-lines';
import { formatMoneyExact } from '../format/money';
import { Money } from './money';

const MEANING: Readonly<Record<CostPrecision, string>> = {
  exact: "from the platform's own billed figures",
  allocated: 'a share of what the instance cost',
  estimated: 'our estimate at list price',
};

const MARK: Readonly<Record<CostPrecision, string>> = { exact: '', allocated: '÷', estimated: '≈' };

interface CostProps {
  readonly usd: string | null;
  readonly precision: CostPrecision | null;
  readonly note: string | null;
  /** The arithmetic; empty if it is unknown or shown beside it. */
  readonly lines?: readonly CostLineView[];
  /** The number of decimals that its column shows. */
  readonly places?: number;
}

/** The cost of an invocation, marked ≈ if estimated and ÷ if allocated; the tooltip has its arithmetic and the reason. */
export function Cost({ usd, precision, note, lines = [], places = 0 }: CostProps) {
  if (usd === null)
    return (
      <CostTip lines={[]} notes={[note ?? 'The cost is not known']}>
        <span aria-hidden="true">
          <Money usd={null} places={places} />
        </span>
        <span className="sr-only">cost not known</span>
      </CostTip>
    );
  const notes = [
    `${formatMoneyExact(usd)}${precision === null ? '' : `, ${precision}: ${MEANING[precision]}`}`,
    ...(note === null ? [] : [note]),
    ...new Set(lines.map(({ source }) => `Prices: ${source}`)),
  ];
  return (
    <CostTip lines={arithmetic(lines)} notes={notes}>
      {precision !== null && MARK[precision] !== '' && (
        <span className="text-faint">
          <span aria-hidden="true">{MARK[precision]}</span>
          <span className="sr-only">{precision} </span>
        </span>
      )}
      <Money usd={usd} places={places} />
    </CostTip>
  );
}
