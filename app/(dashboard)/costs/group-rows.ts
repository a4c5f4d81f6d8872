import type { CostItemView } from '@/core/model/cost-views';
import { LINE_LOOKS } from '../../_components/costs/lines';
import { OUTCOME_LABELS } from '../../_components/ui/outcome-badge';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { toGrouping } from '../../_queries/inputs/costs';
import { UNKNOWN_VALUE } from '../invocations/explore/fields';

/** A group as a row of the table: what it is called and where its rows are. */
export interface GroupRow {
  readonly item: CostItemView;
  readonly label: string;
  /** A second name, where the first is not enough. */
  readonly detail: string | null;
  /** Null where nothing leads to just these rows. */
  readonly href: string | null;
}

/** `functionId` narrows the screen to one function; `labels`: what functions are called, by id. */
export function groupRow(
  item: CostItemView,
  groupBy: string,
  scope: Scope,
  functionId: string | undefined,
  labels: ReadonlyMap<string, string>,
): GroupRow {
  const { key } = item;
  const functionName = item.function && (labels.get(item.function.id) ?? item.function.name);
  const grouping = toGrouping(groupBy);
  const row = (label: string, to: string | null, detail: string | null = null): GroupRow => ({
    item,
    label,
    detail,
    href: to,
  });
  const of = { ...(functionId && { functionId }) };
  switch (grouping?.by) {
    case 'function':
      return row(functionName ?? key, href('/costs', scope, { functionId: key, groupBy: 'line' }));
    case 'version':
      return row(
        key || 'unknown version',
        href('/invocations', scope, { functionId: item.function?.id, version: key || UNKNOWN_VALUE }),
        functionName,
      );
    case 'outcome':
      return row(outcomeLabel(key), href('/invocations', scope, { ...of, outcome: key }));
    case 'dependency':
      return row(
        key || 'other dependencies',
        key === '' ? null : href('/invocations', scope, { ...of, dependency: key }),
      );
    case 'line':
      return row(lineLabel(key), lineHref(key, scope, of));
    case 'attribute':
      return row(
        key || '(empty)',
        key === '' ? null : href('/invocations', scope, { ...of, [`attribute.${grouping.key}`]: key }),
      );
    default:
      return row(key, null);
  }
}

/** The rows that a part of the cost comes from. */
export function lineHref(line: string, scope: Scope, of: Readonly<Record<string, string>> = {}): string {
  if (line === 'init') return href('/invocations', scope, { ...of, coldStart: true });
  if (line === 'waiting') return href('/costs', scope, { ...of, groupBy: 'dependency' });
  return href('/invocations', scope, of);
}

function outcomeLabel(key: string): string {
  return Object.entries(OUTCOME_LABELS).find(([outcome]) => outcome === key)?.[1] ?? key;
}

function lineLabel(key: string): string {
  return Object.entries(LINE_LOOKS).find(([line]) => line === key)?.[1].label ?? key;
}
