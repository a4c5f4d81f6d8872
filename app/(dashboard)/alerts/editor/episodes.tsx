'use client';

import { formatDuration } from '@/app/_components/format/duration';
import { formatWhole } from '@/app/_components/format/number';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { RuleInput } from '@/core/settings/settings';
import { formatValue, nameOfGroup, unitOfRule } from '../describe-rule';
import type { BacktestView } from './use-backtest';

const MOST = 20;

/** When it would have fired; the newest first. */
export function Episodes({
  rule,
  episodes,
}: {
  readonly rule: RuleInput;
  readonly episodes: BacktestView['episodes'];
}) {
  if (episodes.length === 0) return <p className="text-muted">It would not have fired.</p>;
  const unit = unitOfRule(rule);
  const shown = episodes.slice(-MOST).toReversed();
  return (
    <>
      <Table
        label="It would have fired"
        head={
          <>
            <HeaderCell>Began</HeaderCell>
            <HeaderCell align="right">Lasted</HeaderCell>
            <HeaderCell>Of</HeaderCell>
            <HeaderCell align="right">Value</HeaderCell>
            <HeaderCell align="right">Limit</HeaderCell>
          </>
        }
      >
        {shown.map((episode) => (
          <Row key={`${episode.groupKey} ${episode.startsAt}`}>
            <Cell>
              <Time iso={episode.startsAt} style="minute" />
            </Cell>
            <Cell align="right">
              {episode.endsAt === null
                ? 'still'
                : formatDuration(Date.parse(episode.endsAt) - Date.parse(episode.startsAt))}
            </Cell>
            <Cell grow>{nameOfGroup(episode.labels)}</Cell>
            <Cell align="right">{episode.value === null ? '–' : formatValue(episode.value, unit)}</Cell>
            <Cell align="right" title={episode.explanation}>
              {episode.limit === null ? '–' : formatValue(episode.limit, unit)}
            </Cell>
          </Row>
        ))}
      </Table>
      {episodes.length > MOST && (
        <p className="text-muted text-tremor-label">
          The newest {MOST} of {formatWhole(episodes.length)}.
        </p>
      )}
    </>
  );
}
