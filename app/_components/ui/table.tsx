import {
  Table as TremorTable,
  TableBody as TremorTableBody,
  TableCell as TremorTableCell,
  TableHead as TremorTableHead,
  TableHeaderCell as TremorTableHeaderCell,
  TableRow as TremorTableRow,
} from '@tremor/react';
import type { ReactNode } from 'react';

type Align = 'left' | 'right';

const WIDE_ONLY = 'wide-only max-sm:hidden';
/** On phones the last cell that is shown keeps away from the edge too. */
const EDGES = 'first:pl-4 last:pr-4 max-sm:first:pl-3 max-sm:[&:nth-last-child(1_of_:not(.wide-only))]:pr-3';

/** A dense table; `label` names it for people who hear the page. Scrolls sideways by itself when too wide. */
export function Table({
  label,
  head,
  children,
}: {
  readonly label: string;
  readonly head: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <TremorTable aria-label={label} className="relative overflow-x-auto">
      <TremorTableHead>
        <TremorTableRow className="border-line border-b">{head}</TremorTableRow>
      </TremorTableHead>
      <TremorTableBody>{children}</TremorTableBody>
    </TremorTable>
  );
}

/** A column's heading; `sort` is set on the column that orders the table, `wideOnly` leaves it out on phones. */
export function HeaderCell({
  align = 'left',
  wideOnly = false,
  sort,
  title,
  children,
}: {
  readonly align?: Align;
  readonly wideOnly?: boolean;
  readonly sort?: 'ascending' | 'descending';
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <TremorTableHeaderCell
      scope="col"
      aria-sort={sort}
      title={title}
      className={`px-2.5 py-2 font-medium text-muted text-tremor-label max-sm:px-1 ${EDGES} ${align === 'right' ? 'text-right' : ''} ${wideOnly ? WIDE_ONLY : ''}`}
    >
      {children}
    </TremorTableHeaderCell>
  );
}

/** A row that lights up under the pointer. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <TremorTableRow className="hover:bg-hover">{children}</TremorTableRow>;
}

/**
 * A cell; numbers are aligned right. `grow` takes the free width and cuts long text, `wrap` breaks it into lines,
 * `wideOnly` leaves it out on phones.
 */
export function Cell({
  align = 'left',
  grow = false,
  wrap = false,
  wideOnly = false,
  title,
  children,
}: {
  readonly align?: Align;
  readonly grow?: boolean;
  readonly wrap?: boolean;
  readonly wideOnly?: boolean;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}) {
  const shape = grow
    ? 'w-full min-w-36 max-w-0 truncate max-sm:min-w-16'
    : wrap
      ? 'min-w-72 whitespace-normal'
      : '';
  return (
    <TremorTableCell
      title={title}
      className={`px-2.5 py-1.5 text-body max-sm:px-1 ${EDGES} ${align === 'right' ? 'text-right' : ''} ${wideOnly ? WIDE_ONLY : ''} ${shape}`}
    >
      {children}
    </TremorTableCell>
  );
}
