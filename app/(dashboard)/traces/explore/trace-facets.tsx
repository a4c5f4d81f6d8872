import type { FacetsView } from '@/core/model/explore-views';
import { FacetCard } from '../../../_components/facets/facet-card';
import { formatDuration } from '../../../_components/format/duration';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { traceNarrowing } from './trace-narrowing';

const LABELS: Readonly<Record<string, string>> = {
  errors: 'Errors',
  function: 'Function',
  rootName: 'Root span',
  duration: 'Duration',
};

type Params = Readonly<Record<string, string | number | boolean>>;

/** What the traces are made of. */
export function TraceFacets({
  facets,
  most,
  scope,
  params,
}: {
  readonly facets: FacetsView;
  /** Values of each field. */
  readonly most: number;
  readonly scope: Scope;
  /** All other parameters of the URL. */
  readonly params: Params;
}) {
  const { counted, complete, fields } = facets;
  return (
    <FacetCard
      counted={counted}
      complete={complete}
      most={most}
      fields={fields.map(({ field, groups }) => ({
        key: field,
        label: LABELS[field] ?? field,
        values: groups.map(({ value, label, count }) => {
          const narrowing = traceNarrowing(field, value) ?? {};
          const isSet = Object.entries(narrowing).every(([name, set]) => String(params[name] ?? '') === set);
          const cleared = Object.fromEntries(Object.keys(narrowing).map((name) => [name, null]));
          return {
            label: labelOf(field, label),
            count,
            isSet,
            href: href('/traces', scope, { ...params, ...others(field), ...(isSet ? cleared : narrowing) }),
          };
        }),
      }))}
    />
  );
}

/** What another value of the same field has set. */
function others(field: string): Readonly<Record<string, null>> {
  if (field === 'errors') return { errorsOnly: null, withoutErrors: null };
  return field === 'duration' ? { minDurationMs: null, maxDurationMs: null } : {};
}

function labelOf(field: string, label: string): string {
  if (field === 'errors') return label === 'with' ? 'with errors' : 'without';
  if (field !== 'duration') return label;
  const [from = '0', to = ''] = label.split('-');
  if (to === '') return `${formatDuration(Number(from))} or more`;
  return from === '0'
    ? `below ${formatDuration(Number(to))}`
    : `${formatDuration(Number(from))} to ${formatDuration(Number(to))}`;
}
