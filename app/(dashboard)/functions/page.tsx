import type { Metadata } from 'next';
import { parseInstant } from '@/core/model/time-range';
import { chosenColumns } from '../../_components/columns/chosen-columns';
import { ColumnChoice } from '../../_components/columns/column-choice';
import { ClearFilters, TextFilter } from '../../_components/filters/filters';
import { formatWhole } from '../../_components/format/number';
import { SetupGuide } from '../../_components/setup/setup-guide';
import { Callout } from '../../_components/ui/callout';
import { Card } from '../../_components/ui/card';
import { Nothing } from '../../_components/ui/nothing';
import { PageHeader } from '../../_components/ui/page-header';
import { Pager } from '../../_components/ui/pager';
import { href } from '../../_components/url/href';
import { parseScope, type SearchParams, text } from '../../_components/url/scope';
import { wholeScope } from '../../_components/url/whole-scope';
import { requirePageAccess } from '../../_queries/access';
import { getSparks } from '../../_queries/explore/sparks';
import { listSavedViews } from '../../_queries/saved-views';
import { getSetup } from '../../_queries/setup';
import { SavedViews } from '../saved-views/saved-views';
import { allFunctions } from './all-functions';
import { FUNCTION_COLUMN_NAMES, USUAL_FUNCTION_COLUMNS } from './columns';
import { FunctionsTable } from './functions-table';
import { ordered, parseOrder } from './order';
import { sparkStep } from './spark-step';

export const metadata: Metadata = { title: 'Functions' };

/** The column that leads to a function. */
const FUNCTION_LINKS = ['name'] as const;

const PAGE = 100;

export default async function FunctionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePageAccess();
  const params = await searchParams;
  const now = Date.now();
  const scope = parseScope(params, now);
  const setup = await getSetup();
  if (!setup.hasData) return <SetupGuide setup={setup} />;

  const q = text(params, 'q')?.slice(0, 500);
  const sort = text(params, 'sort');
  const columns = text(params, 'columns');
  const order = parseOrder(sort);
  const [{ items, cut }, views] = await Promise.all([
    allFunctions(scope, { q }),
    listSavedViews('functions'),
  ]);
  const first = firstOf(text(params, 'skip'), items.length);
  const shown = ordered(items, order).slice(first, first + PAGE);
  const range = { fromMs: parseInstant(scope.from, now) ?? now, toMs: parseInstant(scope.to, now) ?? now };
  const sparks = await getSparks({
    range,
    stepMs: sparkStep(range),
    functionIds: shown.map(({ id }) => id),
  });
  const at = (skip: number) => href('/functions', scope, { q, sort, columns, skip: skip || null });
  return (
    <>
      <PageHeader title="Functions" note={formatWhole(items.length)}>
        <div className="flex flex-wrap gap-2">
          <SavedViews screen="functions" views={views} canChange={access !== 'read'} />
          <ColumnChoice
            columns={FUNCTION_COLUMN_NAMES}
            defaults={USUAL_FUNCTION_COLUMNS}
            links={FUNCTION_LINKS}
          />
        </div>
      </PageHeader>
      <div className="flex flex-wrap gap-2">
        <TextFilter name="q" label="Search functions" placeholder="Search by name" />
        <ClearFilters names={['q']} />
      </div>
      {cut && <Callout title="Only the first 2,000 functions by name are shown. Narrow the search." />}
      <Card flush>
        {items.length === 0 ? (
          <Nothing title="No function matches">Clear the search or choose another environment.</Nothing>
        ) : (
          <FunctionsTable
            functions={shown}
            trends={new Map([...sparks].map(([id, { invocations }]) => [id, invocations]))}
            order={order}
            scope={scope}
            whole={wholeScope(scope, now)}
            columns={chosenColumns(
              columns,
              FUNCTION_COLUMN_NAMES.map(({ key }) => key),
              USUAL_FUNCTION_COLUMNS,
              FUNCTION_LINKS,
            )}
            isChosen={columns !== undefined}
            params={{ q, columns }}
          />
        )}
        <Pager
          first={first > 0 ? at(0) : null}
          next={first + PAGE < items.length ? at(first + PAGE) : null}
          labels={{ first: 'First page', next: 'Next page' }}
        />
      </Card>
    </>
  );
}

/** Where the page starts; the beginning for what makes no sense. */
function firstOf(typed: string | undefined, count: number): number {
  const skip = Number(typed ?? 0);
  return Number.isInteger(skip) && skip > 0 && skip < count ? skip : 0;
}
