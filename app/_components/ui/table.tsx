import {
  Table as TremorTable,
  TableBody as TremorTableBody,
  TableHead as TremorTableHead,
} from '@tremor/react';
import type { ReactNode } from 'react';

type Align = 'left' | 'right';

/** The styles that all cells share are in tables.css, as `dense`. */
const WIDE_ONLY = 'wide-only';
const ROOMY_ONLY = 'roomy-only';
const RIGHT = 'text-right';

/** A dense table; `label` names it for screen readers. Scrolls sideways if too wide. */
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
    <TremorTable aria-label={label} className="dense relative overflow-x-auto">
      <TremorTableHead>
        <tr className="border-line border-b">{head}</tr>
      </TremorTableHead>
      <TremorTableBody>{children}</TremorTableBody>
    </TremorTable>
  );
}

/**
 * A column's heading; `sort` is set on the column that orders the table, `wideOnly` hides it on phones, `roomyOnly` below
 * 1280 px.
 */
export function HeaderCell({
  align = 'left',
  wideOnly = false,
  roomyOnly = false,
  sort,
  title,
  children,
}: {
  readonly align?: Align;
  readonly wideOnly?: boolean;
  readonly roomyOnly?: boolean;
  readonly sort?: 'ascending' | 'descending';
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <th
      scope="col"
      aria-sort={sort}
      title={title}
      {...look(align === 'right' && RIGHT, wideOnly && WIDE_ONLY, roomyOnly && ROOMY_ONLY)}
    >
      {children}
    </th>
  );
}

/** A row that is highlighted under the pointer. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <tr>{children}</tr>;
}

/**
 * A cell; numbers are aligned right. `grow` takes the free width and truncates long text, `growOnPhone` does so on phones only,
 * `wrap` takes it and wraps text, `wideOnly` hides the cell on phones, `roomyOnly` below 1280 px.
 */
export function Cell({
  align = 'left',
  grow = false,
  growOnPhone = false,
  wrap = false,
  wideOnly = false,
  roomyOnly = false,
  title,
  children,
}: {
  readonly align?: Align;
  readonly grow?: boolean;
  readonly growOnPhone?: boolean;
  readonly wrap?: boolean;
  readonly wideOnly?: boolean;
  readonly roomyOnly?: boolean;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}) {
  const classes = look(
    align === 'right' && RIGHT,
    wideOnly && WIDE_ONLY,
    roomyOnly && ROOMY_ONLY,
    grow && 'grow-cell truncate',
    growOnPhone && 'phone-grow-cell truncate',
    wrap && 'w-full min-w-56 whitespace-normal xl:min-w-72',
  );
  return (
    <td {...classes} {...(title !== undefined && { title })}>
      {children}
    </td>
  );
}

/** No attribute if there is no class: even an unset one would be sent. */
function look(...classes: readonly (string | false)[]): { readonly className?: string } {
  const className = classes.filter(Boolean).join(' ');
  return className === '' ? {} : { className };
}
