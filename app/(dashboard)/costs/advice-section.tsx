import type { Certainty, Evidence, Figure } from '@/core/model/advice/advice';
import { formatDuration } from '../../_components/format/duration';
import { formatMoney } from '../../_components/format/money';
import { formatCount, formatMemory, formatPercent, NO_FIGURE } from '../../_components/format/number';
import { Badge, type Tone } from '../../_components/ui/badge';
import { Card } from '../../_components/ui/card';
import { Time } from '../../_components/ui/time';
import { type AdviceItemView, getAdvice } from '../../_queries/costs/advice';

const CERTAINTY: Readonly<Record<Certainty, { tone: Tone; label: string; meaning: string }>> = {
  measured: { tone: 'good', label: 'measured', meaning: 'The same function ran both ways' },
  range: { tone: 'brand', label: 'range', meaning: 'Between the worst and the best that is possible' },
  assumed: { tone: 'neutral', label: 'assumed', meaning: 'As if nothing but the price changed' },
};

/** What could be saved, with the data it is drawn from, and what is right as it is. */
export async function AdviceSection({
  environment,
  functionId,
}: {
  readonly environment: string | undefined;
  readonly functionId: string | undefined;
}) {
  const advice = await getAdvice({
    ...(environment === undefined ? {} : { environment }),
    ...(functionId === undefined ? {} : { functionId }),
  });
  return (
    <Card
      title="What could be saved"
      aside={
        <span className="text-faint text-tremor-label">
          in 30 days, drawn from invocations since <Time iso={advice.from} style="minute" />
        </span>
      }
    >
      {advice.items.length === 0 ? (
        <p className="py-6 text-center text-faint">Nothing that would be worth a change</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {advice.items.map((item) => (
            <AdviceItem key={`${item.kind} ${item.title}`} item={item} />
          ))}
        </ul>
      )}
      {advice.kept.length > 0 && (
        <details className="mt-3 border-line border-t pt-3">
          <summary className="text-muted text-tremor-label">
            {formatCount(advice.kept.length)} more things were looked at and are best left as they are
          </summary>
          <ul className="mt-2 flex flex-col gap-1 text-tremor-label">
            {advice.kept.map(({ kind, function: of, reason }) => (
              <li key={`${kind} ${of?.id}`}>
                <span className="text-muted">
                  {of === null ? 'all functions' : of.name}, {kind}:
                </span>{' '}
                {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function AdviceItem({ item }: { readonly item: AdviceItemView }) {
  const { tone, label, meaning } = CERTAINTY[item.certainty];
  return (
    <li className="flex flex-col gap-1.5 py-3 first:pt-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium text-ink">{item.title}</h3>
        <p className="flex items-baseline gap-2 whitespace-nowrap">
          <Badge tone={tone} title={meaning}>
            {label}
          </Badge>
          <span className="font-semibold text-ink tabular-nums">{saving(item.savingUsd)}</span>
          <span className="text-muted text-tremor-label">a month</span>
        </p>
      </div>
      <p className="max-w-3xl text-muted">{item.reason}</p>
      <details>
        <summary className="text-brand-strong text-tremor-label">The data</summary>
        <EvidenceTable evidence={item.evidence} label={item.title} />
      </details>
    </li>
  );
}

function saving({ low, high }: AdviceItemView['savingUsd']): string {
  if (low === high) return formatMoney(high);
  return Number(low) <= 0 ? `up to ${formatMoney(high)}` : `${formatMoney(low)} – ${formatMoney(high)}`;
}

function EvidenceTable({ evidence, label }: { readonly evidence: Evidence; readonly label: string }) {
  return (
    <div className="mt-1.5 overflow-x-auto">
      <table aria-label={`Data: ${label}`} className="text-tremor-label">
        <thead>
          <tr>
            {evidence.columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-5 text-left font-normal text-faint">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {evidence.rows.map((row) => (
            <tr key={row.map(cell).join(' ')}>
              {row.map((value, index) => (
                <td key={evidence.columns[index]} className="py-1 pr-5 text-ink tabular-nums">
                  {cell(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(value: string | Figure | null): string {
  if (value === null) return NO_FIGURE;
  if (typeof value === 'string') return value;
  switch (value.unit) {
    case 'count':
      return formatCount(value.value);
    case 'ms':
      return formatDuration(value.value);
    case 'mb':
      return formatMemory(value.value);
    case 'usd':
      return formatMoney(value.value);
    case 'share':
      return formatPercent(value.value);
  }
}
