import type { FacetsView } from '@/core/model/explore-views';
import { parseLogSearch, withAttribute, withoutAttribute } from '@/core/model/logs/search';
import { FacetCard } from '../../_components/facets/facet-card';
import type { LogFilters } from '../../_components/filters/log-filters';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** What the records are made of: functions, and the attributes that tell them apart. */
export function LogFacets({
  facets,
  most,
  scope,
  filters,
  view,
}: {
  readonly facets: FacetsView;
  /** Values of each field. */
  readonly most: number;
  readonly scope: Scope;
  readonly filters: LogFilters;
  readonly view: 'lines' | 'patterns';
}) {
  const { counted, complete, fields } = facets;
  const { q = '' } = filters;
  const asked = parseLogSearch(q).attributes;
  const kept = { ...filters, ...(view === 'lines' ? {} : { view }) };
  return (
    <FacetCard
      counted={counted}
      complete={complete}
      most={most}
      fields={fields.map(({ field, isAttribute, groups }) => ({
        key: field,
        label: isAttribute ? field : 'Function',
        values: groups.map(({ value, label, count }) => {
          const isSet = isAttribute
            ? asked.some((one) => one.key === field && one.value === value)
            : filters.functionId === value;
          const search = isSet ? withoutAttribute(q, field, value) : withAttribute(q, field, value);
          const narrowed = isAttribute
            ? search !== null && { q: search }
            : { functionId: isSet ? null : value };
          return {
            label,
            count,
            isSet,
            href: narrowed === false ? null : href('/logs', scope, { ...kept, ...narrowed }),
          };
        }),
      }))}
    />
  );
}
