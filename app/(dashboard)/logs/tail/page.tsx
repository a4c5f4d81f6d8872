import type { Metadata } from 'next';
import Link from 'next/link';
import { readLogFilters } from '../../../_components/filters/log-filters';
import { Card } from '../../../_components/ui/card';
import { BUTTON } from '../../../_components/ui/controls';
import { PageHeader } from '../../../_components/ui/page-header';
import { href } from '../../../_components/url/href';
import { parseScope, type SearchParams } from '../../../_components/url/scope';
import { requirePageAccess } from '../../../_queries/access';
import { functionChoices } from '../../function-choices';
import { LogFilterBar } from '../filter-bar';
import { LogTail } from './log-tail';

export const metadata: Metadata = { title: 'Live tail' };

export default async function TailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const filters = readLogFilters(params);
  const functions = await functionChoices(scope);
  const query = new URLSearchParams({
    ...(scope.environment === undefined ? {} : { environment: scope.environment }),
    ...filters,
  }).toString();
  return (
    <>
      <PageHeader title="Live tail" note="as lines arrive, however late">
        <Link prefetch={false} href={href('/logs', scope, { ...filters })} className={BUTTON}>
          All logs
        </Link>
      </PageHeader>
      <LogFilterBar functions={functions} />
      <Card flush className="overflow-hidden">
        {/* Another question is another stream. */}
        <LogTail key={query} address={`/api/v1/logs/tail${query === '' ? '' : `?${query}`}`} scope={scope} />
      </Card>
    </>
  );
}
