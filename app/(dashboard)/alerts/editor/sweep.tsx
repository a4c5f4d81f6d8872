'use client';

import { formatDuration } from '@/app/_components/format/duration';
import { formatWhole, NO_FIGURE } from '@/app/_components/format/number';
import { MORE_LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { figureFacts } from '@/core/model/alerts/figures';
import type { RuleInput } from '@/core/settings/settings';
import { formatValue } from '../describe-rule';
import type { BacktestView } from './use-backtest';

/** What other numbers would have done, so that one is picked by looking. */
export function Sweep({
  rule,
  sweep,
  onPick,
}: {
  readonly rule: RuleInput;
  readonly sweep: BacktestView['sweep'];
  readonly onPick: (number: number) => void;
}) {
  if (sweep.length < 2) return null;
  const most = Math.max(1, ...sweep.map(({ firingMs }) => firingMs));
  return (
    <Table
      label="Other limits"
      head={
        <>
          <HeaderCell align="right">With</HeaderCell>
          <HeaderCell align="right">fires</HeaderCell>
          <HeaderCell align="right">for</HeaderCell>
          <HeaderCell>
            <span className="sr-only">Share of the longest</span>
          </HeaderCell>
          <HeaderCell>
            <span className="sr-only">Choose</span>
          </HeaderCell>
        </>
      }
    >
      {sweep.map(({ number, current, fired, firingMs }) => (
        <Row key={number}>
          <Cell align="right">
            <span className={current ? 'font-medium text-ink' : ''}>{nameOf(rule, number)}</span>
          </Cell>
          <Cell align="right">{formatWhole(fired)}×</Cell>
          <Cell align="right">{fired === 0 ? NO_FIGURE : formatDuration(firingMs)}</Cell>
          <Cell grow>
            <span
              aria-hidden="true"
              className={`block h-2 rounded-full ${current ? 'bg-bad' : 'bg-line-strong'}`}
              style={{ width: `${(100 * firingMs) / most}%` }}
            />
          </Cell>
          <Cell align="right">
            {current ? (
              <span className="text-muted text-tremor-label">now</span>
            ) : (
              <button
                type="button"
                className={MORE_LINK}
                aria-label={`Use ${nameOf(rule, number)}`}
                onClick={() => onPick(number)}
              >
                use
              </button>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function nameOf({ condition, figure }: RuleInput, number: number): string {
  switch (condition.kind) {
    case 'threshold':
      return formatValue(number, figureFacts(figure).unit);
    case 'anomaly':
      return `${number} deviations`;
    case 'burn_rate':
      return `${formatValue(number, 'times')} the factors`;
    default:
      return formatValue(number, 'times');
  }
}
