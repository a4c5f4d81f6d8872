import type { TraceView } from '@/core/model/views';
import { SplitList } from '../../../../_components/costs/split-list';
import { formatDuration } from '../../../../_components/format/duration';
import { formatMoney, formatMoneyExact } from '../../../../_components/format/money';
import { Cost } from '../../../../_components/ui/cost';

/** What an invocation cost, how that was worked out (quantity × unit price for each line), and what it went into. */
export function CostLines({ invocation }: { readonly invocation: TraceView['invocations'][number] }) {
  const { costUsd, costPrecision, costNote, costLines, costSplit } = invocation;
  return (
    <section aria-label="Cost" className="min-w-0">
      <h3 className="mb-1 font-medium text-ink">
        Cost <Cost usd={costUsd} precision={costPrecision} note={costNote} />
        {costPrecision !== null && <span className="ml-2 font-normal text-muted">{costPrecision}</span>}
      </h3>
      {costNote !== null && <p className="mb-1 text-muted">{costNote}</p>}
      {costLines.length > 0 && (
        <div className="overflow-x-auto">
          <table aria-label="Cost lines" className="text-tremor-label">
            <tbody className="divide-y divide-line">
              {costLines.map((line) => (
                <tr key={line.meter} title={line.source}>
                  <th scope="row" className="py-1 pr-4 text-left font-normal text-muted">
                    {line.meter}
                  </th>
                  <td className="py-1 pr-4 text-right sm:whitespace-nowrap">
                    {line.quantity} {line.unit} × {formatMoneyExact(line.unitPriceUsd)}
                  </td>
                  <td className="whitespace-nowrap py-1 text-right text-ink">
                    = {formatMoneyExact(line.amountUsd)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {costSplit !== null && costSplit.lines.length > 0 && (
        <div className="mt-3 max-w-xl">
          <SplitList lines={costSplit.lines} />
          {costSplit.waiting.length > 0 && (
            <ul aria-label="Paid to wait for" className="mt-2 text-muted text-tremor-label">
              {costSplit.waiting.map(({ dependency, waitedMs, costUsd }) => (
                <li key={dependency} className="tabular-nums">
                  waited {formatDuration(waitedMs)} for {dependency || 'others'}: {formatMoney(costUsd)}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}
