import Link from 'next/link';
import type { BreakdownGroupView, BreakdownView } from '@/core/model/explore-views';
import { formatCount, formatWhole } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { narrowingOf } from './facet-links';
import { fieldLabel, groupLabel } from './fields';

interface FacetsProps {
  readonly breakdown: BreakdownView;
  /** Keys among the fields that are attributes. */
  readonly attributes: readonly string[];
  readonly scope: Scope;
  /** All other parameters of the URL. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

const SHOWN = 6;

/** What the list is made of, by field; a click on a value narrows the list to it, or takes that back. */
export function Facets({ breakdown, attributes, scope, params }: FacetsProps) {
  const { complete, invocations, fields } = breakdown;
  const told = fields.filter(({ field, groups }) => groups.length > 1 || isNarrowed(field, params));
  return (
    <Card title="Narrow by" className="self-start">
      <p className="mb-2 text-faint text-tremor-label">
        {complete
          ? `Counts of all ${formatWhole(invocations)}`
          : `Counts of the newest ${formatWhole(invocations)}`}
      </p>
      <div className="flex flex-col gap-1 max-lg:grid max-lg:grid-cols-2 sm:max-lg:grid-cols-3">
        {told.map(({ field, groups }) => (
          <details key={field} open={groups.length <= SHOWN} className="group min-w-0">
            <summary className="flex cursor-pointer list-none justify-between gap-2 rounded py-1 font-medium text-body hover:text-ink">
              <span className="min-w-0 truncate">{fieldLabel(field)}</span>
              <span className="text-faint text-tremor-label tabular-nums">{groups.length}</span>
            </summary>
            <ul className="mb-2 flex max-h-64 flex-col overflow-y-auto">
              {groups.map((one) => (
                <FacetValue
                  key={one.value ?? ''}
                  field={field}
                  one={one}
                  isAttribute={attributes.includes(field)}
                  all={invocations}
                  scope={scope}
                  params={params}
                />
              ))}
            </ul>
          </details>
        ))}
      </div>
    </Card>
  );
}

function isNarrowed(field: string, params: FacetsProps['params']): boolean {
  return params[field] !== undefined || params[`attribute.${field}`] !== undefined;
}

function FacetValue({
  field,
  one,
  isAttribute,
  all,
  scope,
  params,
}: Pick<FacetsProps, 'scope' | 'params'> & {
  readonly field: string;
  readonly one: BreakdownGroupView;
  readonly isAttribute: boolean;
  readonly all: number;
}) {
  const narrowing = narrowingOf(field, one, isAttribute);
  const label = groupLabel(field, one.label);
  const isSet = narrowing !== null && String(params[narrowing.name] ?? '') === narrowing.value;
  const text = (
    <>
      <span className={`min-w-0 grow truncate ${isSet ? 'font-medium text-brand-strong' : ''}`} title={label}>
        {isSet && <span className="sr-only">chosen: </span>}
        {label}
      </span>
      <span className="text-muted text-tremor-label tabular-nums" title={formatWhole(one.invocations)}>
        {formatCount(one.invocations)}
      </span>
    </>
  );
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className="absolute inset-y-0.5 left-0 rounded-sm bg-brand-soft"
        style={{ width: `${(one.invocations / Math.max(1, all)) * 100}%` }}
      />
      {narrowing === null ? (
        <span className="relative flex justify-between gap-2 px-1.5 py-1">{text}</span>
      ) : (
        <Link
          prefetch={false}
          scroll={false}
          href={href('/invocations', scope, { ...params, [narrowing.name]: isSet ? null : narrowing.value })}
          className="relative flex justify-between gap-2 rounded-sm px-1.5 py-1 hover:bg-hover"
        >
          {text}
        </Link>
      )}
    </li>
  );
}
