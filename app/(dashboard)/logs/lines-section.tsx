import type { LogFilters } from '../../_components/filters/log-filters';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { Pager } from '../../_components/ui/pager';
import { href } from '../../_components/url/href';
import { type Scope, scopeQuery } from '../../_components/url/scope';
import { listLogs } from '../../_queries/logs';
import { pageOrFirst } from '../page-or-first';
import { LogList } from './log-list';

type Lines = Awaited<ReturnType<typeof readLines>>;

/** A page of records, newest first, and whether it is a later one. */
export function readLines(scope: Scope, filters: LogFilters, cursor: string | undefined) {
  return pageOrFirst(cursor, (at) => listLogs({ ...scopeQuery(scope), ...filters, ...at, limit: 100 }));
}

export function LinesSection({
  scope,
  filters,
  lines: { page, later },
}: {
  readonly scope: Scope;
  readonly filters: LogFilters;
  readonly lines: Lines;
}) {
  return (
    <Card flush className="overflow-hidden">
      {page.items.length === 0 ? (
        <Nothing title="No log record matches">
          Choose a longer range or remove a filter. Words are looked for as a whole: <code>timeout</code> does
          not find <code>timeouts</code>.
        </Nothing>
      ) : (
        <LogList logs={page.items} scope={scope} filters={filters} />
      )}
      <Pager
        first={later ? href('/logs', scope, { ...filters }) : null}
        next={page.nextCursor === null ? null : href('/logs', scope, { ...filters, cursor: page.nextCursor })}
      />
    </Card>
  );
}
