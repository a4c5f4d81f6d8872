import { formatMoney, formatMoneyExact, mostPlaces } from '@/app/_components/format/money';
import { Badge } from '@/app/_components/ui/badge';
import { Money } from '@/app/_components/ui/money';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import type { CostPrecision } from '@/core/model/invocation';
import type { EstimateLine } from '@/core/pricing/charge-lines';
import type { Estimate } from '@/core/pricing/estimate';

const PRECISION: Readonly<Record<CostPrecision, string>> = {
  exact: 'exact: nothing had to be assumed',
  allocated: 'allocated: instances are billed, and requests share them',
  estimated: 'estimated: see what was assumed',
};

/** The total, how each line of it comes about, and what had to be assumed. */
export function EstimateResult({ estimate }: { readonly estimate: Estimate }) {
  const { totalUsd, lines, precision, notes, source, billedDurationMs } = estimate;
  const places = mostPlaces(lines.map(({ amountUsd }) => amountUsd));
  return (
    <div className="flex flex-col gap-4 pb-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4">
        <output
          className="font-semibold text-2xl text-ink tabular-nums"
          title={totalUsd === null ? undefined : formatMoneyExact(totalUsd)}
        >
          {totalUsd === null ? 'Not known' : formatMoney(totalUsd)}
        </output>
        <span className="text-muted">a month</span>
        <Badge tone={precision === 'exact' ? 'good' : 'warn'} title={PRECISION[precision]}>
          {precision}
        </Badge>
        {billedDurationMs !== null && (
          <span className="text-muted">each billed for {billedDurationMs.toLocaleString('en-US')} ms</span>
        )}
      </div>
      {lines.length > 0 && (
        <Table
          label="Lines of the estimate"
          head={
            <>
              <HeaderCell>Meter</HeaderCell>
              <HeaderCell align="right" wideOnly>
                Quantity × price
              </HeaderCell>
              <HeaderCell align="right">Amount</HeaderCell>
            </>
          }
        >
          {lines.map((line) => (
            // A meter has a line for each tier that was reached, each at its own price.
            <Row key={`${line.meter} ${line.formula} ${line.unitPriceUsd}`}>
              <Cell grow title={`${line.formula}\n${line.source}`}>
                <span className="text-ink">{line.meter}</span>
                <span className="block truncate text-muted text-tremor-label">{line.formula}</span>
                <span className="block whitespace-normal text-muted text-tremor-label sm:hidden">
                  {shortened(line.quantity)} {timesPrice(line)}
                </span>
              </Cell>
              <Cell align="right" wideOnly>
                <span className="tabular-nums">{shortened(line.quantity)}</span>
                <span className="block text-muted text-tremor-label">{timesPrice(line)}</span>
              </Cell>
              <Cell
                align="right"
                title={line.amountUsd === null ? undefined : formatMoneyExact(line.amountUsd)}
              >
                <span className="text-ink tabular-nums">
                  <Money usd={line.amountUsd} places={places} />
                </span>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {notes.length > 0 && (
        <ul className="list-disc space-y-1 px-4 pl-8 text-warn" aria-label="What to know">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p className="px-4 text-muted text-tremor-label">Prices: {source}</p>
    </div>
  );
}

/** A quantity with thousands apart and no more places than can be read. */
function shortened(quantity: string): string {
  return Number(quantity).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function timesPrice({ unit, unitPriceUsd }: EstimateLine): string {
  return `${unit} × ${unitPriceUsd === null ? 'not known' : formatMoneyExact(unitPriceUsd)}`;
}
