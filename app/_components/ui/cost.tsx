import type { CostPrecision } from '@/core/model/invocation';
import { formatMoney, formatMoneyExact } from '../format/money';

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
}

/** What an invocation cost, marked ≈ when estimated and ÷ when allocated; the tooltip has the full amount and why. */
export function Cost({ usd, precision, note }: CostProps) {
  if (usd === null) return <span title={note ?? 'The cost is not known'}>–</span>;
  const meaning = precision === null ? '' : `${precision}: ${MEANING[precision]}`;
  const title = [formatMoneyExact(usd), meaning, note].filter(Boolean).join('\n');
  return (
    <span title={title}>
      {precision !== null && MARK[precision] !== '' && (
        <span className="text-faint">
          <span aria-hidden="true">{MARK[precision]}</span>
          <span className="sr-only">{precision} </span>
        </span>
      )}
      {formatMoney(usd)}
    </span>
  );
}
