import Link from 'next/link';
import type { FunctionLinksView } from '@/core/model/map/map-views';
import { formatCount, formatWhole } from '../../_components/format/number';
import { Card } from '../../_components/ui/card';
import { LINK } from '../../_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

function sampleText({ traces, lookedAt, complete }: FunctionLinksView): string {
  const of = `${complete ? 'all' : 'the newest'} ${formatWhole(traces)} traces`;
  return lookedAt === traces ? `seen in ${of}` : `scaled up from ${formatWhole(lookedAt)} of ${of}`;
}

/** Which functions set off which: the dashed lines of the map. Nothing without one. */
export function LinksCard({
  links,
  labels,
  scope,
}: {
  readonly links: FunctionLinksView;
  /** What functions are called, by id. */
  readonly labels: ReadonlyMap<string, string>;
  readonly scope: Scope;
}) {
  if (links.items.length === 0) return null;
  return (
    <Card
      flush
      title="Functions that trigger others"
      aside={<span className="text-faint text-tremor-label">{sampleText(links)}</span>}
    >
      <Table
        label="Functions that trigger others"
        head={
          <>
            <HeaderCell>Function</HeaderCell>
            <HeaderCell>Through</HeaderCell>
            <HeaderCell>Sets off</HeaderCell>
            <HeaderCell align="right">Seen</HeaderCell>
          </>
        }
      >
        {links.items.map(({ from, to, via, seen, standardError, exampleTraceId }) => (
          <Row key={`${from.id} ${via?.dependency} ${to.id}`}>
            <Cell>
              <Link prefetch={false} href={href(`/functions/${from.id}`, scope)} className={LINK}>
                {labels.get(from.id) ?? from.name}
              </Link>
            </Cell>
            <Cell grow title={via?.dependency}>
              {via?.dependency ?? <span className="text-muted">no call recorded</span>}
            </Cell>
            <Cell>
              <Link prefetch={false} href={href(`/functions/${to.id}`, scope)} className={LINK}>
                {labels.get(to.id) ?? to.name}
              </Link>
            </Cell>
            <Cell align="right" title="To the newest trace that shows it, of those that were looked at">
              <Link prefetch={false} href={href(`/traces/${exampleTraceId}`, scope)} className={LINK}>
                {formatCount(seen)}
              </Link>
              {standardError > 0 && (
                <span className="text-muted"> ± {formatCount(Math.ceil(standardError))}</span>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </Card>
  );
}
