import Link from 'next/link';
import type { ColdCause } from '@/core/model/explore/cold-causes';
import type { ColdStartsView } from '@/core/model/explore-views';
import type { TotalsView } from '@/core/model/views';
import { formatDuration } from '../../../_components/format/duration';
import { formatPercent, formatWhole } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { MORE_LINK } from '../../../_components/ui/controls';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

const CAUSES: Readonly<Record<ColdCause, { readonly label: string; readonly hint: string }>> = {
  deployment: {
    label: 'deployment',
    hint: 'Within ten minutes after their version was first seen: it had no environments yet',
  },
  busy: {
    label: 'more traffic',
    hint: 'While others of the version were running: one more environment was needed',
  },
  idle: {
    label: 'idle before',
    hint: 'While none was running: the platform had taken the environments away',
  },
};

/** How often and how long environments start, and why. */
export function ColdCard({
  totals,
  coldStarts,
  scope,
  functionId,
}: {
  readonly totals: TotalsView;
  readonly coldStarts: ColdStartsView;
  readonly scope: Scope;
  readonly functionId: string;
}) {
  const { initMs, coldStarts: count, coldStartRate } = totals;
  return (
    <Card
      title="Cold starts"
      aside={
        <Link
          prefetch={false}
          href={href('/invocations', scope, { functionId, coldStart: true })}
          className={MORE_LINK}
        >
          {formatWhole(count)} cold starts
        </Link>
      }
    >
      <dl className="grid grid-cols-3 gap-3">
        <Figure label="Share" value={formatPercent(coldStartRate)} />
        <Figure label="Init p50" value={formatDuration(initMs.p50)} />
        <Figure label="Init p95" value={formatDuration(initMs.p95)} />
      </dl>
      {initMs.p50 === null && count > 0 && (
        <p className="mt-2 text-faint text-tremor-label">
          How long they took to start comes from the platform's reports or the wrapper.
        </p>
      )}
      {coldStarts.counted > 0 && (
        <>
          <h3 className="mt-4 mb-1.5 text-muted text-tremor-label">
            Why{coldStarts.complete ? '' : `, of the newest ${formatWhole(coldStarts.counted)}`}
          </h3>
          <ul className="flex flex-col gap-1">
            {coldStarts.causes.map(({ cause, count: ofCause }) => (
              <li key={cause} className="flex justify-between gap-3" title={CAUSES[cause].hint}>
                <span>{CAUSES[cause].label}</span>
                <span className="tabular-nums">
                  {formatWhole(ofCause)}{' '}
                  <span className="text-muted">{formatPercent(ofCause / coldStarts.counted)}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt className="text-muted text-tremor-label">{label}</dt>
      <dd className="font-semibold text-[1.0625rem] text-ink tabular-nums">{value}</dd>
    </div>
  );
}
