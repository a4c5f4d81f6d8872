import { formatDuration } from '../../../_components/format/duration';
import { NO_FIGURE } from '../../../_components/format/number';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import type { SpanComparison, SpanSums } from './compare-spans';

const SHOWN = 100;

/** What two invocations spent their time on, by kind of span. */
export function SpansTable({ rows }: { readonly rows: readonly SpanComparison[] }) {
  const head = (
    <>
      <HeaderCell>Span</HeaderCell>
      <HeaderCell align="right" title="Time not covered by child spans">
        This one
      </HeaderCell>
      <HeaderCell align="right">Compared with</HeaderCell>
      <HeaderCell align="right">Difference</HeaderCell>
    </>
  );
  return (
    <Table label="Self time of spans" head={head}>
      {rows.slice(0, SHOWN).map((row) => {
        const difference = row.a.selfMs - row.b.selfMs;
        return (
          <Row key={`${row.kind}-${row.name}`}>
            <Cell grow title={row.name}>
              {row.name} <span className="text-faint text-tremor-label">{row.kind}</span>
            </Cell>
            <Cell align="right">
              <Sums sums={row.a} />
            </Cell>
            <Cell align="right">
              <Sums sums={row.b} />
            </Cell>
            <Cell align="right">
              <span className={difference === 0 ? '' : difference > 0 ? 'font-medium text-bad' : 'text-good'}>
                {difference === 0 ? '' : difference > 0 ? '+' : '−'}
                {formatDuration(Math.abs(difference))}
              </span>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function Sums({ sums }: { readonly sums: SpanSums }) {
  if (sums.count === 0) return NO_FIGURE;
  return (
    <>
      {formatDuration(sums.selfMs)} <span className="text-faint">{sums.count} ×</span>
    </>
  );
}
