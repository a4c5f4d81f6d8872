import type { AllowanceView, RunningMonthView } from '@/core/model/cost-views';
import { formatMoney, mostPlaces } from '../../_components/format/money';
import { formatCount, formatPercent } from '../../_components/format/number';
import { Card } from '../../_components/ui/card';
import { Money } from '../../_components/ui/money';

const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' });

/** The running month against the one before, and how far the free allowances reach. */
export function MonthCard({ view }: { readonly view: RunningMonthView }) {
  const { month, freeTier } = view;
  const name = MONTH.format(new Date(month.from));
  const toDate = Number(month.toDateUsd);
  const forecast = Number(month.forecastListUsd ?? month.toDateUsd);
  const before = Number(month.previousMonthUsd);
  const places = mostPlaces([month.toDateUsd, month.forecastListUsd, month.previousMonthUsd]);
  const longest = Math.max(toDate, forecast, before);
  const width = (usd: number) => `${longest === 0 ? 0 : (usd / longest) * 100}%`;
  return (
    <Card
      title={name}
      aside={<span className="text-faint text-tremor-label">list price; calendar month in UTC</span>}
    >
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-[7.5rem_1fr_minmax(5rem,auto)] items-center gap-x-3 gap-y-2">
          <MonthRow label={`${name} so far`} usd={month.toDateUsd} places={places}>
            <div className="h-full" style={{ width: width(toDate), background: 'var(--c-cost)' }} />
          </MonthRow>
          <MonthRow label="Forecast" usd={month.forecastListUsd} places={places}>
            <div className="h-full" style={{ width: width(toDate), background: 'var(--c-cost)' }} />
            <div
              className="h-full opacity-45"
              style={{ width: width(forecast - toDate), background: 'var(--c-cost)' }}
            />
          </MonthRow>
          <MonthRow label="Previous month" usd={month.previousMonthUsd} places={places}>
            <div className="h-full bg-line-strong" style={{ width: width(before) }} />
          </MonthRow>
        </dl>
        <p className="text-muted">
          To be billed for {name}:{' '}
          <span className="font-medium text-ink">{formatMoney(month.allForecastUsd)}</span>
          {Number(freeTier.savedUsd) > 0 &&
            `, after free allowances worth ${formatMoney(freeTier.savedUsd)}, as if one account had all of them`}
          {month.keptReadyForecastUsd !== null &&
            `, with ${formatMoney(month.keptReadyForecastUsd)} for instances that are kept ready (${formatMoney(month.keptReadyUsd)} so far)`}
          .
        </p>
        {freeTier.allowances.length > 0 && (
          <ul className="flex flex-col gap-2">
            {freeTier.allowances.map((allowance) => (
              <Allowance key={`${allowance.product} ${allowance.meter}`} allowance={allowance} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function MonthRow({
  label,
  usd,
  places,
  children,
}: {
  readonly label: string;
  readonly usd: string | null;
  readonly places: number;
  readonly children: React.ReactNode;
}) {
  return (
    <div className="contents">
      <dt className="truncate text-muted text-tremor-label">{label}</dt>
      <dd aria-hidden="true" className="flex h-3.5 overflow-hidden rounded-sm bg-sunken">
        {children}
      </dd>
      <dd className="text-right font-medium text-ink tabular-nums">
        <Money usd={usd} places={places} />
      </dd>
    </div>
  );
}

function Allowance({ allowance }: { readonly allowance: AllowanceView }) {
  const { product, meter, unit, quantity, used, savedUsd } = allowance;
  const share = used === null ? null : used / Number(quantity);
  return (
    <li title={`Saves ${formatMoney(savedUsd)} of the month's forecast`}>
      <div className="flex justify-between gap-3 text-tremor-label">
        <span className="min-w-0 truncate text-muted">
          {product} {meter}
        </span>
        <span className="whitespace-nowrap tabular-nums">
          {share === null ? 'free' : `${formatPercent(share)} of`} {formatCount(Number(quantity))} {unit}s
        </span>
      </div>
      <div aria-hidden="true" className="mt-1 h-1 rounded-full bg-sunken">
        <div
          className="h-1 rounded-full"
          style={{
            width: `${Math.min(1, share ?? 0) * 100}%`,
            background: (share ?? 0) > 1 ? 'var(--c-warn)' : 'var(--c-good)',
          }}
        />
      </div>
    </li>
  );
}
