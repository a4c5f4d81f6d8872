import type { Metadata } from 'next';
import Link from 'next/link';
import { readInvocationFilters } from '../../../_components/filters/invocation-filters';
import { formatWhole } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { BUTTON } from '../../../_components/ui/controls';
import { Nothing } from '../../../_components/ui/nothing';
import { PageHeader } from '../../../_components/ui/page-header';
import { Time } from '../../../_components/ui/time';
import { filterParams } from '../../../_components/url/filter-values';
import { href } from '../../../_components/url/href';
import { isRange, parseScope, type SearchParams, scopeQuery, text } from '../../../_components/url/scope';
import { requirePageAccess } from '../../../_queries/access';
import { listPromotedAttributes } from '../../../_queries/attributes';
import { getDifferences } from '../../../_queries/explore/differences';
import { functionChoices } from '../../function-choices';
import { besideSelection } from './beside-selection';
import { DifferenceList } from './difference-list';
import { differenceNarrowing } from './difference-text';
import { selectionText } from './selection-text';

export const metadata: Metadata = { title: 'What is different' };

export default async function DifferencesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const params = await searchParams;
  const now = Date.now();
  const scope = parseScope(params, now);
  const promoted = (await listPromotedAttributes()).map(({ key }) => key);
  const filters = readInvocationFilters(params, promoted);
  const part = { from: text(params, 'selectedFrom') ?? '', to: text(params, 'selectedTo') ?? '' };
  const isPart = isRange(part.from, part.to, now);
  const selectedScope = isPart ? { ...scope, ...part } : scope;
  const [{ selected, rest, items: all }, functions] = await Promise.all([
    getDifferences({
      ...scopeQuery(scope),
      ...filters,
      ...(isPart ? { selectedFrom: part.from, selectedTo: part.to } : {}),
    }),
    functionChoices(scope),
  ]);
  const items = besideSelection(all, filters);
  const ofFunction = functions.find(({ value }) => value === filters.functionId)?.label;
  const list = (more: Readonly<Record<string, string>> = {}) =>
    href('/invocations', selectedScope, { ...filterParams(filters), ...more });
  return (
    <>
      <PageHeader title="What is different?">
        <Link prefetch={false} href={list()} className={BUTTON}>
          The selected invocations
        </Link>
      </PageHeader>
      <p className="wrap-anywhere text-body">
        Selected:{' '}
        <span className="font-medium text-ink [unicode-bidi:isolate]">
          {selectionText(filters).join(', ') || 'all invocations'}
        </span>
        {isPart && (
          <>
            , <Time iso={part.from} style="minute" /> – <Time iso={part.to} style="minute" />
          </>
        )}
        {ofFunction !== undefined && <> of {ofFunction}</>}
      </p>
      {selected.invocations > 0 && (
        <p className="text-muted">
          {formatWhole(selected.invocations)} of the selected invocations beside{' '}
          {formatWhole(rest.invocations)} of all others in this range, sampled evenly over time. Attributes
          are those of {formatWhole(selected.spans)} and {formatWhole(rest.spans)} of their spans. Only what
          chance does not explain is shown.
        </p>
      )}
      {items.length === 0 ? (
        <Card>
          <Nothing title={nothingTitle(selected.invocations, rest.invocations)}>
            Select more invocations, or a longer range to compare them with.
          </Nothing>
        </Card>
      ) : (
        <DifferenceList
          items={items}
          functions={new Map(functions.map(({ value, label }) => [value, label]))}
          hrefOf={(one) => {
            const narrowing = differenceNarrowing(one, promoted);
            return narrowing && list({ [narrowing.name]: narrowing.value });
          }}
        />
      )}
    </>
  );
}

function nothingTitle(selected: number, rest: number): string {
  if (selected === 0) return 'Nothing is selected';
  if (rest === 0) return 'There are no others to compare with';
  return 'They do not differ by more than chance explains';
}
