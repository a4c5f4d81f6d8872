import Link from 'next/link';
import { isFaaslensError } from '@/core/errors';
import type { LogFilters } from '../../_components/filters/log-filters';
import { Card } from '../../_components/ui/card';
import { BUTTON } from '../../_components/ui/controls';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { href } from '../../_components/url/href';
import { type Scope, scopeQuery } from '../../_components/url/scope';
import { logContext } from '../../_queries/log-context';
import { LogList } from './log-list';

const LINES = 50;

/** A record among those logged before and after it, oldest first. */
export async function AroundSection({
  id,
  scope,
  filters,
}: {
  readonly id: string;
  readonly scope: Scope;
  readonly filters: LogFilters;
}) {
  const { environment } = scopeQuery(scope);
  const context = await logContext({
    around: id,
    limit: LINES,
    ...filters,
    ...(environment === undefined ? {} : { environment }),
  }).catch((error: unknown) => {
    if (isFaaslensError(error) && error.code === 'not_found') return null;
    throw error;
  });
  const back = href('/logs', scope, { ...filters });
  return (
    <>
      <PageHeader
        title="Logs around a line"
        note={
          context?.record.functionName && filters.functionId !== undefined
            ? `of ${context.record.functionName}, oldest first`
            : 'oldest first'
        }
      >
        <div className="flex gap-2">
          {filters.functionId !== undefined && (
            <Link prefetch={false} href={href('/logs', scope, { around: id })} className={BUTTON}>
              Of all functions
            </Link>
          )}
          <Link prefetch={false} href={back} className={BUTTON}>
            All logs
          </Link>
        </div>
      </PageHeader>
      <Card flush className="overflow-hidden">
        {context === null ? (
          <Nothing title="This line is not here">
            It may have been removed because of its age, or belong to another function or environment.
          </Nothing>
        ) : (
          <LogList
            logs={[...context.before, context.record, ...context.after]}
            scope={scope}
            filters={{}}
            markedId={id}
          />
        )}
      </Card>
    </>
  );
}
