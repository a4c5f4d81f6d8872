import Link from 'next/link';
import type { LogPatternsView } from '@/core/model/log-views';
import type { LogFilters } from '../../_components/filters/log-filters';
import { formatCount, formatPercent } from '../../_components/format/number';
import { severityName, severityTone } from '../../_components/telemetry/severity';
import { Badge } from '../../_components/ui/badge';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { patternSearch } from './pattern-search';

/** Lines grouped by their shape; a shape leads to lines that have its words. */
export function PatternsTable({
  patterns,
  scope,
  filters,
}: {
  readonly patterns: LogPatternsView;
  readonly scope: Scope;
  readonly filters: LogFilters;
}) {
  return (
    <Table
      label="Patterns of log records"
      head={
        <>
          <HeaderCell align="right">Lines</HeaderCell>
          <HeaderCell align="right" wideOnly>
            Share
          </HeaderCell>
          <HeaderCell>Level</HeaderCell>
          <HeaderCell>Shape</HeaderCell>
          <HeaderCell wideOnly>Newest</HeaderCell>
        </>
      }
    >
      {patterns.items.map((pattern) => {
        const level = severityName(pattern.severity);
        return (
          <Row key={pattern.shape}>
            <Cell align="right">{formatCount(pattern.count)}</Cell>
            <Cell align="right" wideOnly>
              {formatPercent(pattern.count / patterns.lines)}
            </Cell>
            <Cell>{level !== '' && <Badge tone={severityTone(pattern.severity)}>{level}</Badge>}</Cell>
            <Cell grow title={pattern.sample}>
              {pattern.search === '' ? (
                <Shape text={pattern.shape} />
              ) : (
                <Link
                  prefetch={false}
                  href={href('/logs', scope, { ...filters, q: patternSearch(pattern.search, filters.q) })}
                  className="hover:underline"
                >
                  <Shape text={pattern.shape} />
                </Link>
              )}
            </Cell>
            <Cell wideOnly>
              <Time iso={pattern.lastTime} />
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

/** What differs from line to line is set apart from what they share. */
function Shape({ text }: { readonly text: string }) {
  const parts = text.split(/(<[a-z]+>)/).map((part, at) => ({ part, at, isNamed: at % 2 === 1 }));
  return (
    <span className="font-mono text-ink text-tremor-label [unicode-bidi:isolate]">
      {parts.map(({ part, at, isNamed }) =>
        isNamed ? (
          <span key={at} className="bg-sunken text-muted">
            {part.slice(1, -1)}
          </span>
        ) : (
          part
        ),
      )}
    </span>
  );
}
