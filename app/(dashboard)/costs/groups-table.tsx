import Link from 'next/link';
import type { CostGroupsView } from '@/core/model/cost-views';
import { CostTip } from '../../_components/costs/cost-tip';
import { SplitBar } from '../../_components/costs/split-bar';
import { splitLines } from '../../_components/costs/tip-lines';
import { formatDuration } from '../../_components/format/duration';
import { formatMoneyExact, mostPlaces } from '../../_components/format/money';
import { formatCount, formatPercent } from '../../_components/format/number';
import { LINK } from '../../_components/ui/controls';
import { Money } from '../../_components/ui/money';
import { Nothing } from '../../_components/ui/nothing';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { Time } from '../../_components/ui/time';
import type { Scope } from '../../_components/url/scope';
import { groupRest } from './group-rest';
import { type GroupRow, groupRow } from './group-rows';

/** What the money went into, dearest first; each name leads to the rows behind it. */
export function GroupsTable({
  view,
  totalUsd,
  scope,
  functionId,
  labels,
}: {
  readonly view: CostGroupsView;
  /** Of the period. */
  readonly totalUsd: string | null;
  /** Of the period's whole minutes. */
  readonly scope: Scope;
  readonly functionId: string | undefined;
  /** What functions are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
}) {
  const rows = view.items.map((item) => groupRow(item, view.groupBy, scope, functionId, labels));
  if (rows.length === 0) {
    return (
      <Nothing title="Nothing to show in this range">Choose a longer range or another grouping.</Nothing>
    );
  }
  const total = Number(totalUsd ?? 0);
  const dearest = Math.max(...rows.map(({ item }) => Number(item.costUsd)));
  const isDependency = view.groupBy === 'dependency';
  const places = {
    cost: mostPlaces(rows.map(({ item }) => item.costUsd)),
    perThousand: mostPlaces(rows.map(({ item }) => perThousand(item))),
  };
  const rest = groupRest(view);
  const { completeSince } = view;
  const isFilledIn = completeSince === null || Date.parse(completeSince) <= Date.parse(scope.from);
  return (
    <>
      <Table
        label={`Cost by ${view.groupBy}`}
        head={
          <>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell wideOnly>Made of</HeaderCell>
            <HeaderCell align="right">Cost</HeaderCell>
            <HeaderCell align="right" title="Of the cost of this period">
              Share
            </HeaderCell>
            <HeaderCell align="right" wideOnly>
              {isDependency ? 'Waited' : 'Invocations'}
            </HeaderCell>
            <HeaderCell align="right" wideOnly>
              {isDependency ? 'Mean wait' : 'Per 1,000'}
            </HeaderCell>
          </>
        }
      >
        {rows.map((row) => (
          <GroupLine
            key={`${row.item.function?.id} ${row.item.key}`}
            row={row}
            total={total}
            share={dearest === 0 ? 0 : Number(row.item.costUsd) / dearest}
            places={places}
          />
        ))}
      </Table>
      {(rest !== null || !isFilledIn) && (
        <p className="border-line border-t px-4 py-2 text-muted">
          {rest !== null && <>In no row: {rest}. </>}
          {!isFilledIn && (
            <>
              Invocations before <Time iso={completeSince} style="minute" /> may still lack the value: it is
              being filled in.
            </>
          )}
        </p>
      )}
    </>
  );
}

function GroupLine({
  row: { item, label, detail, href },
  total,
  share,
  places,
}: {
  readonly row: GroupRow;
  readonly total: number;
  readonly share: number;
  /** Decimals of each column of amounts. */
  readonly places: { readonly cost: number; readonly perThousand: number };
}) {
  const { costUsd, invocations, waitedMs, lines } = item;
  const cost = Number(costUsd);
  return (
    <Row>
      <Cell grow title={label}>
        {href === null ? (
          <span className="text-muted">{label}</span>
        ) : (
          <Link prefetch={false} href={href} className={LINK}>
            {label}
          </Link>
        )}
        {detail !== null && <span className="ml-2 text-faint text-tremor-label">{detail}</span>}
      </Cell>
      <Cell wideOnly>
        <div className="w-32 lg:w-56">
          <SplitBar lines={lines.length === 0 ? [{ line: 'work', costUsd }] : lines} share={share} />
        </div>
      </Cell>
      <Cell align="right">
        <CostTip lines={lines.length > 1 ? splitLines(lines) : []} notes={[formatMoneyExact(costUsd)]}>
          <Money usd={costUsd} places={places.cost} />
        </CostTip>
      </Cell>
      <Cell align="right">{formatPercent(total === 0 ? null : cost / total)}</Cell>
      <Cell align="right" wideOnly>
        {waitedMs === null ? formatCount(invocations) : formatDuration(waitedMs)}
      </Cell>
      <Cell align="right" wideOnly>
        {waitedMs === null ? (
          <Money usd={perThousand(item)} places={places.perThousand} />
        ) : (
          formatDuration(invocations === null || invocations === 0 ? null : waitedMs / invocations)
        )}
      </Cell>
    </Row>
  );
}

function perThousand({ costUsd, invocations }: GroupRow['item']): number | null {
  return invocations === null || invocations === 0 ? null : (Number(costUsd) / invocations) * 1000;
}
