import type { LogFilters } from '../../_components/filters/log-filters';
import { formatCount } from '../../_components/format/number';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { type Scope, scopeQuery } from '../../_components/url/scope';
import { logPatterns } from '../../_queries/log-patterns';
import { PatternsTable } from './patterns-table';

/** The records grouped by their shape, with how many of them were looked at. */
export async function PatternsSection({
  scope,
  filters,
}: {
  readonly scope: Scope;
  readonly filters: LogFilters;
}) {
  const patterns = await logPatterns({ ...scopeQuery(scope), ...filters });
  if (patterns.lines === 0)
    return (
      <Card>
        <Nothing title="No log record matches">Choose a longer range or remove a filter.</Nothing>
      </Card>
    );
  return (
    <Card
      flush
      className="overflow-hidden"
      title={`${formatCount(patterns.items.length)} ${patterns.items.length === 1 ? 'pattern' : 'patterns'}`}
      aside={
        <span className="text-muted text-tremor-label">
          {patterns.complete
            ? `of all ${formatCount(patterns.lines)} records`
            : `of the newest ${formatCount(patterns.lines)} records only`}
        </span>
      }
    >
      <PatternsTable patterns={patterns} scope={scope} filters={filters} />
    </Card>
  );
}
