import Link from 'next/link';
import type { ErrorView } from '@/core/model/views';
import { formatCount } from '../../../_components/format/number';
import { LINK } from '../../../_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import { Time } from '../../../_components/ui/time';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';

/** The functions in which a group occurred in the range. */
export function FunctionsOfError({
  error: { functions, count },
  scope,
}: {
  readonly error: ErrorView;
  readonly scope: Scope;
}) {
  if (count === 0) return <p className="text-muted">None in this range</p>;
  if (functions.length === 0)
    return <p className="text-muted">No function is known: the errors came without an invocation.</p>;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {functions.map(({ id, name }) => (
        <li key={id} className="min-w-0">
          <Link
            prefetch={false}
            href={href(`/functions/${id}`, scope)}
            className={`${LINK} break-words [unicode-bidi:isolate]`}
          >
            {name || id}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The versions in which a group occurred, ever; the latest first. */
export function VersionsOfError({ error }: { readonly error: ErrorView }) {
  const head = (
    <>
      <HeaderCell>Version</HeaderCell>
      <HeaderCell align="right">Count</HeaderCell>
      <HeaderCell wideOnly>First seen</HeaderCell>
      <HeaderCell>Last seen</HeaderCell>
    </>
  );
  return (
    <>
      <Table label="Versions" head={head}>
        {error.versions.toReversed().map(({ version, count, firstSeen, lastSeen }) => (
          <Row key={version ?? ''}>
            <Cell grow title={version ?? undefined}>
              {version === null ? (
                <span className="text-muted">not told</span>
              ) : (
                <span className="[unicode-bidi:isolate]">{version}</span>
              )}
            </Cell>
            <Cell align="right">{formatCount(count)}</Cell>
            <Cell wideOnly>
              <Time iso={firstSeen} style="minute" />
            </Cell>
            <Cell>
              <Time iso={lastSeen} style="minute" />
            </Cell>
          </Row>
        ))}
      </Table>
      {error.versionsDropped && <p className="px-4 py-2 text-muted">Only the last 50 versions are kept.</p>}
    </>
  );
}
