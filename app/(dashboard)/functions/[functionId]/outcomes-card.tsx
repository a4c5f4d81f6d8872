import Link from 'next/link';
import { OUTCOMES } from '@/core/model/invocation';
import type { TotalsView } from '@/core/model/views';
import { formatPercent, formatWhole } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { OutcomeBadge } from '../../../_components/ui/outcome-badge';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { coverageText } from './coverage';

/** How invocations ended, each with the way to them, and whether telemetry came of all. */
export function OutcomesCard({
  totals,
  scope,
  functionId,
}: {
  readonly totals: TotalsView;
  readonly scope: Scope;
  readonly functionId: string;
}) {
  const counts = totals.outcomes;
  const all = Math.max(1, totals.invocations);
  const coverage = coverageText(totals.coverage);
  return (
    <Card title="Outcomes">
      <ul className="flex flex-col gap-2">
        {OUTCOMES.map((outcome) => (
          <li key={outcome}>
            <div className="flex items-baseline justify-between gap-3">
              <OutcomeBadge outcome={outcome} />
              <Link
                prefetch={false}
                href={href('/invocations', scope, { functionId, outcome })}
                className="tabular-nums hover:text-brand-strong hover:underline"
              >
                {formatWhole(counts[outcome])}{' '}
                <span className="text-muted">{formatPercent(counts[outcome] / all)}</span>
              </Link>
            </div>
            <div aria-hidden="true" className="mt-1 h-1 rounded-full bg-sunken">
              <div
                className="h-1 rounded-full"
                style={{
                  width: `${(counts[outcome] / all) * 100}%`,
                  background: outcome === 'ok' ? 'var(--c-ok)' : 'var(--c-error)',
                }}
              />
            </div>
          </li>
        ))}
      </ul>
      <p className={`mt-3 text-tremor-label ${coverage.missing > 0 ? 'text-ink' : 'text-muted'}`}>
        {coverage.text}
      </p>
    </Card>
  );
}
