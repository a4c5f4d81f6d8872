import Link from 'next/link';
import type { InvocationCostView } from '../../_queries/invocations';
import { mostPlaces } from '../format/money';
import { Icon } from '../ui/icons';
import { Cell, HeaderCell, Row, Table } from '../ui/table';
import { href } from '../url/href';
import type { Scope } from '../url/scope';
import { INVOCATION_COLUMNS, USUAL_COLUMNS } from './columns';
import { INVOCATION_CELLS } from './invocation-cells';

interface InvocationsTableProps {
  readonly label: string;
  readonly invocations: readonly InvocationCostView[];
  readonly scope: Scope;
  /** Hides the function's name on its own page. */
  readonly showFunction?: boolean;
  /** Keys of INVOCATION_COLUMNS. */
  readonly columns?: readonly string[];
  /** Whether the user chose the columns; a phone then shows all of them. */
  readonly isChosen?: boolean;
  /** Whether each row links to a comparison with what is usual for its function. */
  readonly compare?: boolean;
  /** The place of an invocation to compare with: each row then links to that comparison instead. */
  readonly compareWith?: string | undefined;
}

/** Invocations, newest first; a row links to its trace with the invocation's span open. */
export function InvocationsTable({
  label,
  invocations,
  scope,
  showFunction = true,
  columns = USUAL_COLUMNS,
  isChosen = false,
  compare = false,
  compareWith,
}: InvocationsTableProps) {
  const shown = INVOCATION_COLUMNS.filter(
    ({ key }) => columns.includes(key) && (showFunction || key !== 'function'),
  ).map(({ key }) => ({ key, cell: INVOCATION_CELLS[key] }));
  // While choosing an invocation to compare with, phones need it too.
  const comparing = { wideOnly: compareWith === undefined };
  const places = mostPlaces(invocations.map(({ costUsd }) => costUsd));
  const head = (
    <>
      {shown.map(({ key, cell }) => (
        <HeaderCell
          key={key}
          wideOnly={!isChosen && cell.wideOnly === true}
          {...(cell.align === undefined ? {} : { align: cell.align })}
          {...(cell.hint === undefined ? {} : { title: cell.hint })}
        >
          {cell.label}
        </HeaderCell>
      ))}
      {compare && (
        <HeaderCell {...comparing}>
          <span className="sr-only">Compare</span>
        </HeaderCell>
      )}
    </>
  );
  return (
    <Table label={label} head={head}>
      {/* Keyed by position: when newer rows arrive, texts change in place and nothing moves. */}
      {[...invocations.entries()].map(([place, one]) => (
        <Row key={place}>
          {shown.map(({ key, cell }) => (
            <Cell
              key={key}
              grow={cell.grow === true}
              wideOnly={!isChosen && cell.wideOnly === true}
              {...(cell.align === undefined ? {} : { align: cell.align })}
              title={cell.title?.(one)}
            >
              {cell.content(one, { scope, places })}
            </Cell>
          ))}
          {compare && (
            <Cell {...comparing}>
              <Link
                prefetch={false}
                aria-label="Compare"
                href={href('/invocations/compare', scope, comparison(one, compareWith))}
                className="inline-flex size-6 items-center justify-center rounded text-muted hover:bg-hover hover:text-brand-strong"
                title={
                  compareWith === undefined
                    ? 'Compare with what is usual for its function, or with another invocation'
                    : 'Compare the one that was chosen before with this one'
                }
              >
                <Icon name="compare" />
              </Link>
            </Cell>
          )}
        </Row>
      ))}
    </Table>
  );
}

function comparison({ traceId, spanId }: InvocationCostView, chosen: string | undefined) {
  const place = `${traceId}.${spanId}`;
  return chosen === undefined ? { a: place } : { a: chosen, b: place };
}
