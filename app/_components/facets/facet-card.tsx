import Link from 'next/link';
import { formatCount, formatWhole } from '../format/number';
import { Card } from '../ui/card';
import { FoldWhenNarrow } from '../ui/fold-when-narrow';

export interface FacetValue {
  readonly label: string;
  readonly count: number;
  /** Filters the list by the value, or removes that filter; null if nothing does. */
  readonly href: string | null;
  readonly isSet: boolean;
}

export interface FacetField {
  readonly key: string;
  readonly label: string;
  readonly values: readonly FacetValue[];
}

const SHOWN = 6;

/** The most frequent values of a list by field; a click on a value filters the list by it, or removes that filter. */
export function FacetCard({
  counted,
  complete,
  most,
  fields,
}: {
  /** How many of the newest rows were counted; whether those are all. */
  readonly counted: number;
  readonly complete: boolean;
  /** How many values of a field are shown; a field with this many may have more. */
  readonly most: number;
  readonly fields: readonly FacetField[];
}) {
  const told = fields.filter(({ values }) => values.length > 1 || values.some(({ isSet }) => isSet));
  return (
    <FoldWhenNarrow label="what to narrow by">
      <Card title="Narrow by">
        <p className="mb-2 text-faint text-tremor-label">
          {complete
            ? `Counts of all ${formatWhole(counted)}`
            : `Counts of the newest ${formatWhole(counted)}`}
        </p>
        <div className="flex flex-col gap-1 max-xl:grid max-xl:grid-cols-2 sm:max-xl:grid-cols-3">
          {told.map(({ key, label, values }) => (
            <details key={key} open={values.length <= SHOWN} className="group min-w-0">
              <summary className="flex cursor-pointer list-none items-baseline justify-between gap-2 rounded py-1 font-medium text-body hover:text-ink">
                <span className="min-w-0 truncate" title={label}>
                  {label}
                </span>
                <span
                  className="text-faint text-tremor-label tabular-nums"
                  title={values.length < most ? undefined : `The ${most} most frequent; there may be more`}
                >
                  {values.length < most ? values.length : `${most}+`}
                </span>
              </summary>
              <ul className="mb-2 flex max-h-64 flex-col overflow-y-auto">
                {[...values.entries()].map(([place, value]) => (
                  <FacetLine key={place} value={value} all={counted} />
                ))}
              </ul>
            </details>
          ))}
        </div>
      </Card>
    </FoldWhenNarrow>
  );
}

function FacetLine({
  value: { label, count, href, isSet },
  all,
}: {
  readonly value: FacetValue;
  readonly all: number;
}) {
  const text = (
    <>
      <span className={`min-w-0 grow truncate ${isSet ? 'font-medium text-brand-strong' : ''}`} title={label}>
        {isSet && <span className="sr-only">chosen: </span>}
        {label}
      </span>
      <span className="text-muted text-tremor-label tabular-nums" title={formatWhole(count)}>
        {formatCount(count)}
      </span>
    </>
  );
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className="absolute inset-y-0.5 left-0 rounded-sm bg-brand-soft"
        style={{ width: `${(count / Math.max(1, all)) * 100}%` }}
      />
      {href === null ? (
        <span className="relative flex items-baseline justify-between gap-2 px-1.5 py-1">{text}</span>
      ) : (
        <Link
          prefetch={false}
          scroll={false}
          href={href}
          className="relative flex items-baseline justify-between gap-2 rounded-sm px-1.5 py-1 hover:bg-hover"
        >
          {text}
        </Link>
      )}
    </li>
  );
}
