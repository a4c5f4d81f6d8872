import Link from 'next/link';
import type { FunctionView } from '@/core/model/views';
import { formatDuration } from '../../_components/format/duration';
import { formatMoney, formatMoneyExact } from '../../_components/format/money';
import {
  formatCount,
  formatMemory,
  formatPercent,
  formatWhole,
  NO_FIGURE,
} from '../../_components/format/number';
import { LINK } from '../../_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { nextOrder, type Order, type OrderKey } from './order';

interface Column {
  readonly key: OrderKey;
  readonly label: string;
  /** What a phone shows in its place. */
  readonly shortLabel?: string;
  readonly align?: 'right';
  readonly title?: string;
  /** Left out on phones, where the function's own page shows it. */
  readonly wideOnly?: true;
}

const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'Function' },
  { key: 'region', label: 'Region', wideOnly: true },
  { key: 'runtime', label: 'Runtime', wideOnly: true },
  { key: 'memory', label: 'Memory', align: 'right', wideOnly: true },
  { key: 'invocations', label: 'Invocations', shortLabel: 'Inv.', align: 'right' },
  { key: 'errors', label: 'Errors', align: 'right', title: 'Share of invocations that failed' },
  { key: 'p50', label: 'p50', align: 'right', wideOnly: true },
  { key: 'p95', label: 'p95', align: 'right' },
  { key: 'p99', label: 'p99', align: 'right', wideOnly: true },
  {
    key: 'cold',
    label: 'Cold',
    align: 'right',
    title: 'Share of invocations that were cold starts',
    wideOnly: true,
  },
  { key: 'cost', label: 'Cost', align: 'right' },
];

interface FunctionsTableProps {
  readonly functions: readonly FunctionView[];
  readonly order: Order;
  readonly scope: Scope;
  readonly q: string | undefined;
}

/** All functions with their figures; a click on a heading orders by it. */
export function FunctionsTable({ functions, order, scope, q }: FunctionsTableProps) {
  const head = COLUMNS.map((column) => {
    const sorted = column.key === order.key;
    return (
      <HeaderCell
        key={column.key}
        {...(column.align === undefined ? {} : { align: column.align })}
        {...(column.title === undefined ? {} : { title: column.title })}
        wideOnly={column.wideOnly === true}
        {...(sorted ? { sort: order.direction } : {})}
      >
        <Link
          prefetch={false}
          href={href('/functions', scope, { q, sort: nextOrder(column.key, order) })}
          scroll={false}
          className={`inline-flex items-center gap-1 hover:text-ink ${sorted ? 'text-ink' : ''}`}
        >
          <span className={column.shortLabel === undefined ? '' : 'max-sm:hidden'}>{column.label}</span>
          {column.shortLabel !== undefined && <span className="sm:hidden">{column.shortLabel}</span>}
          {sorted && <span aria-hidden="true">{order.direction === 'ascending' ? '↑' : '↓'}</span>}
        </Link>
      </HeaderCell>
    );
  });
  return (
    <Table label="Functions" head={head}>
      {functions.map((one) => (
        <FunctionRow key={one.id} one={one} scope={scope} />
      ))}
    </Table>
  );
}

function FunctionRow({ one, scope }: { readonly one: FunctionView; readonly scope: Scope }) {
  const quiet = one.invocations === 0;
  return (
    <Row>
      <Cell>
        <Link
          prefetch={false}
          href={href(`/functions/${one.id}`, scope)}
          className={`${LINK} inline-block max-w-52 truncate align-bottom max-sm:max-w-26`}
          title={one.name}
        >
          {one.name}
        </Link>
        {one.environment !== '' && scope.environment === undefined && (
          <span className="ml-2 text-faint text-tremor-label max-sm:ml-0 max-sm:block">
            {one.environment}
          </span>
        )}
      </Cell>
      <Cell wideOnly title={[one.provider, one.accountId].filter(Boolean).join(' ')}>
        {one.region || NO_FIGURE}
      </Cell>
      <Cell wideOnly>
        {one.runtime ?? NO_FIGURE}
        {one.architecture !== null && <span className="ml-1.5 text-faint">{one.architecture}</span>}
      </Cell>
      <Cell wideOnly align="right">
        {formatMemory(one.memoryMb)}
      </Cell>
      <Cell align="right" title={formatWhole(one.invocations)}>
        {formatCount(one.invocations)}
      </Cell>
      <Cell align="right" title={quiet ? undefined : `${formatWhole(one.errors)} failed`}>
        <span className={one.errors > 0 ? 'font-medium text-bad' : ''}>{formatPercent(one.errorRate)}</span>
      </Cell>
      <Cell wideOnly align="right">
        {formatDuration(one.durationMs.p50)}
      </Cell>
      <Cell align="right">{formatDuration(one.durationMs.p95)}</Cell>
      <Cell wideOnly align="right">
        {formatDuration(one.durationMs.p99)}
      </Cell>
      <Cell wideOnly align="right" title={quiet ? undefined : `${formatWhole(one.coldStarts)} cold starts`}>
        {formatPercent(one.coldStartRate)}
      </Cell>
      <Cell
        align="right"
        title={one.costUsd === null ? 'Could not be priced' : formatMoneyExact(one.costUsd)}
      >
        {formatMoney(one.costUsd)}
      </Cell>
    </Row>
  );
}
