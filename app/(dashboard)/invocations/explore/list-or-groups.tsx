import type { BreakdownView } from '@/core/model/explore-views';
import { InvocationsTable } from '../../../_components/invocations/invocations-table';
import { Nothing } from '../../../_components/ui/nothing';
import { Pager } from '../../../_components/ui/pager';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import type { InvocationCostsView } from '../../../_queries/invocations';
import { InvocationGroupsTable } from './groups-table';

interface Props {
  readonly page: InvocationCostsView;
  readonly later: boolean;
  /** When the list is grouped. */
  readonly groups: BreakdownView | null;
  readonly isAttribute: boolean;
  /** What functions are called, by id. */
  readonly functions: ReadonlyMap<string, string>;
  readonly scope: Scope;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly columns: readonly string[];
  readonly isChosen: boolean;
  /** The place of an invocation that another one is chosen for. */
  readonly compareWith: string | undefined;
}

/** The invocations, or their groups. */
export function ListOrGroups({
  page,
  later,
  groups,
  isAttribute,
  functions,
  scope,
  params,
  columns,
  isChosen,
  compareWith,
}: Props) {
  if (page.items.length === 0)
    return <Nothing title="No invocation matches">Choose a longer range or remove a filter.</Nothing>;
  if (groups !== null)
    return (
      <InvocationGroupsTable
        breakdown={groups}
        isAttribute={isAttribute}
        functions={functions}
        scope={scope}
        params={params}
      />
    );
  return (
    <>
      <InvocationsTable
        label="Invocations"
        invocations={page.items}
        scope={scope}
        columns={columns}
        isChosen={isChosen}
        compare
        compareWith={compareWith}
      />
      <Pager
        first={later ? href('/invocations', scope, params) : null}
        next={
          page.nextCursor === null
            ? null
            : href('/invocations', scope, { ...params, cursor: page.nextCursor })
        }
      />
    </>
  );
}
