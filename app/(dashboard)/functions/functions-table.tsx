'use client';

import Link from 'next/link';
import type { FunctionView } from '@/core/model/views';
import { mostPlaces } from '../../_components/format/money';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { costPerThousand } from '../overview/changed-most';
import { type FunctionColumn, functionColumns } from './columns';
import { nextOrder, type Order } from './order';

interface FunctionsTableProps {
  readonly functions: readonly FunctionView[];
  /** Invocations over time, by function id. */
  readonly trends: ReadonlyMap<string, readonly number[]>;
  readonly order: Order;
  readonly scope: Scope;
  /** Of whole minutes, as the figures. */
  readonly whole: Scope;
  /** Keys of the columns to show. */
  readonly columns: readonly string[];
  /** Whether they were chosen: then narrow windows show all of them. */
  readonly isChosen: boolean;
  /** All other parameters of the URL. */
  readonly params: Readonly<Record<string, string | undefined>>;
}

/**
 * Functions with their figures; a click on a heading orders by it. Its rows are made where they are shown: what they are made
 * of is a third of what it takes to send them.
 */
export function FunctionsTable({
  functions,
  trends,
  order,
  scope,
  whole,
  columns,
  isChosen,
  params,
}: FunctionsTableProps) {
  const shown = functionColumns(columns).map((column) => ({
    ...column,
    room: isChosen ? {} : { wideOnly: column.wideOnly === true, roomyOnly: column.roomyOnly === true },
  }));
  const places = {
    cost: mostPlaces(functions.map(({ costUsd }) => costUsd)),
    per1000: mostPlaces(functions.map(costPerThousand)),
  };
  const head = shown.map((column) => {
    const sorted = column.order === order.key;
    return (
      <HeaderCell
        key={column.key}
        {...(column.align === undefined ? {} : { align: column.align })}
        {...(column.hint === undefined ? {} : { title: column.hint })}
        {...column.room}
        {...(sorted ? { sort: order.direction } : {})}
      >
        {column.order === null ? (
          column.label
        ) : (
          <Link
            prefetch={false}
            href={href('/functions', scope, { ...params, sort: nextOrder(column.order, order) })}
            scroll={false}
            className={`inline-flex items-center gap-1 hover:text-ink ${sorted ? 'text-ink' : ''}`}
          >
            <Label column={column} />
            {sorted && <span aria-hidden="true">{order.direction === 'ascending' ? '↑' : '↓'}</span>}
          </Link>
        )}
      </HeaderCell>
    );
  });
  return (
    <Table label="Functions" head={head}>
      {functions.map((one) => (
        <Row key={one.id}>
          {shown.map((column) => (
            <Cell
              key={column.key}
              {...(column.align === undefined ? {} : { align: column.align })}
              {...column.room}
              title={column.title?.(one)}
            >
              {column.content(one, { scope, whole, places, trend: trends.get(one.id) })}
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}

function Label({ column: { label, shortLabel } }: { readonly column: FunctionColumn }) {
  if (shortLabel === undefined) return label;
  return (
    <>
      <span className="max-sm:hidden">{label}</span>
      <span className="sm:hidden">{shortLabel}</span>
    </>
  );
}
