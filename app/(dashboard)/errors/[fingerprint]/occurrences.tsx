import Link from 'next/link';
import type { ErrorDetailView } from '@/core/model/views';
import { errorTypeText } from '../../../_components/format/error-type';
import { LINK } from '../../../_components/ui/controls';
import { Nothing } from '../../../_components/ui/nothing';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import { Time } from '../../../_components/ui/time';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** Single errors of a group, the newest and the oldest, in the order of time; each leads to the span of its trace. */
export function Occurrences({
  error: { occurrences, functions },
  scope,
}: {
  readonly error: ErrorDetailView;
  readonly scope: Scope;
}) {
  if (occurrences.length === 0)
    return (
      <Nothing title="No trace of it is stored">
        They were removed, or the errors came without a trace.
      </Nothing>
    );
  const nameOf = new Map(functions.map(({ id, name }) => [id, name]));
  const head = (
    <>
      <HeaderCell>Time</HeaderCell>
      <HeaderCell>Message</HeaderCell>
      <HeaderCell wideOnly>Function</HeaderCell>
      <HeaderCell wideOnly>Version</HeaderCell>
    </>
  );
  return (
    <Table label="Occurrences" head={head}>
      {occurrences.toSorted(newestFirst).map((one) => (
        <Row key={`${one.traceId}-${one.time}`}>
          <Cell>
            <Link
              prefetch={false}
              href={href(`/traces/${one.traceId}`, scope, { span: one.spanId })}
              className={LINK}
            >
              <Time iso={one.time} />
            </Link>
          </Cell>
          <Cell grow title={one.message}>
            <span className="[unicode-bidi:isolate]">{one.message || errorTypeText(one.type)}</span>
          </Cell>
          <Cell wideOnly>{one.functionId === null ? '' : (nameOf.get(one.functionId) ?? '')}</Cell>
          <Cell wideOnly>{one.version ?? ''}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function newestFirst(a: { readonly time: string }, b: { readonly time: string }): number {
  return a.time < b.time ? 1 : -1;
}
