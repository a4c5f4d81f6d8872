import Link from 'next/link';
import { relativeChange } from '../../_components/format/change';
import { formatDuration } from '../../_components/format/duration';
import { formatMoney } from '../../_components/format/money';
import { formatPercent } from '../../_components/format/number';
import { Badge } from '../../_components/ui/badge';
import { Card } from '../../_components/ui/card';
import { LINK } from '../../_components/ui/controls';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import type { FunctionChange } from './changed-most';

interface Look {
  readonly label: string;
  readonly tone: 'bad' | 'warn';
  readonly format: (value: number) => string;
  readonly what: string;
  /** The rows behind it. */
  readonly rows: (change: FunctionChange, scope: Scope) => string;
}

const LOOKS: Readonly<Record<FunctionChange['kind'], Look>> = {
  failing: {
    label: 'failing',
    tone: 'bad',
    format: formatPercent,
    what: 'errors',
    rows: ({ one }, scope) => href('/invocations', scope, { functionId: one.id, failed: true }),
  },
  slower: {
    label: 'slower',
    tone: 'warn',
    format: formatDuration,
    what: 'p95',
    rows: ({ one, before }, scope) =>
      href('/invocations', scope, { functionId: one.id, minDurationMs: before }),
  },
  costlier: {
    label: 'costlier',
    tone: 'warn',
    format: (value) => formatMoney(String(value)),
    what: 'for 1,000',
    rows: ({ one }, scope) => href('/costs', scope, { functionId: one.id }),
  },
};

/** What changed most against the period before, each with the way to its rows. */
export function ChangesCard({
  changes,
  labels,
  scope,
  whole,
}: {
  readonly changes: readonly FunctionChange[];
  /** What functions are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Scope;
  /** Of whole minutes, as the figures: the rows add up to them. */
  readonly whole: Scope;
}) {
  return (
    <Card
      title="Changed most"
      aside={<span className="text-faint text-tremor-label">against the period before</span>}
    >
      {changes.length === 0 ? (
        <p className="py-6 text-center text-faint">
          No function became slower, more expensive or less reliable
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {changes.map((change) => (
            <Change
              key={`${change.one.id}-${change.kind}`}
              change={change}
              name={labels.get(change.one.id) ?? change.one.name}
              scope={scope}
              whole={whole}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Change({
  change,
  name,
  scope,
  whole,
}: {
  readonly change: FunctionChange;
  readonly name: string;
  readonly scope: Scope;
  readonly whole: Scope;
}) {
  const { kind, one, before, now } = change;
  const look = LOOKS[kind];
  const growth = kind === 'failing' ? null : relativeChange(now, before);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
      <Badge tone={look.tone}>{look.label}</Badge>
      <Link
        prefetch={false}
        href={href(`/functions/${one.id}`, scope)}
        className={`${LINK} min-w-0 grow truncate`}
      >
        {name}
      </Link>
      <Link
        prefetch={false}
        href={look.rows(change, whole)}
        className="whitespace-nowrap tabular-nums hover:text-brand-strong hover:underline"
      >
        <span className="text-muted">
          {look.what} {look.format(before)} →{' '}
        </span>
        <span className="font-medium text-ink">{look.format(now)}</span>
        {growth !== null && <span className="text-muted"> (+{growth.text})</span>}
      </Link>
    </li>
  );
}
