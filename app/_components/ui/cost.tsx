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
  /** How it comes about; empty where that is not known, or is shown beside it. */
  readonly lines?: readonly CostLineView[];
  /** Decimals that another one of its column shows. */
  readonly places?: number;
}

/** What an invocation cost, marked ≈ when estimated and ÷ when allocated; the tooltip has its arithmetic and why. */
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
