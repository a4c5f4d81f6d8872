import type { Certainty } from '@/core/model/advice/advice';
import { formatMoney } from '../../_components/format/money';
import { Badge, type Tone } from '../../_components/ui/badge';
import { Card } from '../../_components/ui/card';
import { Time } from '../../_components/ui/time';
import { type AdviceItemView, getAdvice } from '../../_queries/costs/advice';
import { EvidenceDetails, KeptDetails } from './advice-details';

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
        <p className="py-6 text-center text-faint">Nothing worth changing</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {advice.items.map((item) => (
            <AdviceItem key={`${item.kind} ${item.title}`} item={item} />
          ))}
        </ul>
      )}
      {advice.kept.length > 0 && <KeptDetails kept={advice.kept} />}
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
      <EvidenceDetails evidence={item.evidence} label={item.title} />
    </li>
  );
}

function saving({ low, high }: AdviceItemView['savingUsd']): string {
  if (low === high) return formatMoney(high);
  return Number(low) <= 0 ? `up to ${formatMoney(high)}` : `${formatMoney(low)} – ${formatMoney(high)}`;
}
