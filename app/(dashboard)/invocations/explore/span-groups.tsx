import Link from 'next/link';
import { formatPercent, formatWhole } from '../../../_components/format/number';
import { LINK, MORE_LINK } from '../../../_components/ui/controls';
import { Nothing } from '../../../_components/ui/nothing';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import { ATTRIBUTE } from '../../../_components/url/filter-values';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import type { AttributeGroupsView } from '../../../_queries/attributes';
import { Promote } from './promote';
import { spanCount } from './span-count';

/** Spans by the values of an attribute that is not promoted; each value leads to the traces that have it. */
export function SpanGroups({
  attribute,
  groups: { groups, exact, sampledBlocks, totalBlocks, next },
  mayPromote,
  scope,
  functionId,
  params,
}: {
  readonly attribute: string;
  readonly groups: AttributeGroupsView;
  readonly mayPromote: boolean;
  readonly scope: Scope;
  readonly functionId: string | undefined;
  /** All parameters of the URL but the scope. */
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  const head = (
    <>
      <HeaderCell>{attribute}</HeaderCell>
      <HeaderCell align="right">Spans</HeaderCell>
      <HeaderCell align="right" title="Of the spans in this table">
        Share
      </HeaderCell>
    </>
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-faint text-tremor-label">
        <p>
          Not promoted, so spans are counted, and of the other filters only the function applies.
          {!exact &&
            ` Estimated from ${formatWhole(sampledBlocks)} of ${formatWhole(totalBlocks)} blocks of spans, with the standard error.`}
        </p>
        {next !== null && (
          <Link
            prefetch={false}
            scroll={false}
            href={href('/invocations', scope, { ...params, budgetMs: next.budgetMs })}
            className={MORE_LINK}
          >
            Count longer
          </Link>
        )}
        {mayPromote && <Promote attribute={attribute} />}
      </div>
      {groups.length === 0 ? (
        <Nothing title="No span has this attribute">Choose a longer range, or check how it is spelt.</Nothing>
      ) : (
        <Table label={`Spans by ${attribute}`} head={head}>
          {groups.map((one) => (
            <Row key={one.value}>
              <Cell grow title={one.value}>
                <Link
                  prefetch={false}
                  href={href('/traces', scope, { functionId, [`${ATTRIBUTE}${attribute}`]: one.value })}
                  className={LINK}
                >
                  {one.value === '' ? 'empty' : one.value}
                </Link>
              </Cell>
              <Cell align="right">{spanCount(one)}</Cell>
              <Cell align="right">{formatPercent(one.count / all)}</Cell>
            </Row>
          ))}
        </Table>
      )}
    </>
  );
}
