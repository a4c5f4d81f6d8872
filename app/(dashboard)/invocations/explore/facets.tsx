import type { BreakdownView } from '@/core/model/explore-views';
import { FacetCard } from '../../../_components/facets/facet-card';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { narrowingOf } from './facet-links';
import { fieldLabel, nameOfGroup } from './fields';

/** What the invocations are made of. */
export function Facets({
  breakdown: { complete, invocations, fields },
  most,
  attributes,
  functions,
  scope,
  params,
}: {
  readonly breakdown: BreakdownView;
  /** Values of each field. */
  readonly most: number;
  /** Keys among the fields that are attributes. */
  readonly attributes: readonly string[];
  /** What functions are called, by id. */
  readonly functions: ReadonlyMap<string, string>;
  readonly scope: Scope;
  /** All other parameters of the URL. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  return (
    <FacetCard
      counted={invocations}
      complete={complete}
      most={most}
      fields={fields.map(({ field, groups }) => ({
        key: field,
        label: fieldLabel(field),
        values: groups.map((one) => {
          const narrowing = narrowingOf(field, one, attributes.includes(field));
          const isSet = narrowing !== null && String(params[narrowing.name] ?? '') === narrowing.value;
          return {
            label: nameOfGroup(field, one, functions),
            count: one.invocations,
            isSet,
            href:
              narrowing &&
              href('/invocations', scope, { ...params, [narrowing.name]: isSet ? null : narrowing.value }),
          };
        }),
      }))}
    />
  );
}
