import type { CostPartView } from '@/core/model/cost-views';
import type { CostLineView } from '@/core/model/views';
import { formatMoney, formatMoneyExact } from '../format/money';
import type { TipLine } from './cost-tip';
import { LINE_LOOKS } from './lines';

/** Quantity × unit price for each line of an invocation's cost. */
export function arithmetic(lines: readonly CostLineView[]): readonly TipLine[] {
  return lines.map(({ meter, quantity, unit, unitPriceUsd, amountUsd }) => ({
    label: meter,
    how: `${quantity} ${unit} × ${formatMoneyExact(unitPriceUsd)}`,
    amount: formatMoneyExact(amountUsd),
  }));
}

/** The parts of a cost, the dearest first, with their shares. */
export function splitLines(parts: readonly CostPartView[]): readonly TipLine[] {
  const total = parts.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
  return parts
    .filter(({ costUsd }) => Number(costUsd) > 0)
    .toSorted((a, b) => Number(b.costUsd) - Number(a.costUsd))
    .map(({ line, costUsd }) => ({
      label: LINE_LOOKS[line].label,
      how: `${((Number(costUsd) / total) * 100).toFixed(1)}%`,
      amount: formatMoney(costUsd),
    }));
}
