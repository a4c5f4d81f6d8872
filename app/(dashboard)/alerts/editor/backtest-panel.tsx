'use client';

import { formatDuration } from '@/app/_components/format/duration';
import { formatWhole } from '@/app/_components/format/number';
import { Card } from '@/app/_components/ui/card';
import { BUTTON, CONTROL, MORE_LINK } from '@/app/_components/ui/controls';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { RuleInput } from '@/core/settings/settings';
import { describeRule } from '../describe-rule';
import { RuleChart } from '../rule-chart';
import { Episodes } from './episodes';
import { withNumber } from './rule-draft';
import { Sweep } from './sweep';
import type { Backtest, BacktestView } from './use-backtest';

const RANGES = [1, 7, 30, 90];
const MOST_LINKS = 8;

interface BacktestPanelProps {
  readonly rule: RuleInput;
  readonly backtest: Backtest;
  readonly days: number;
  readonly onDays: (days: number) => void;
  readonly onChange: (rule: RuleInput) => void;
}

/** When the rule would have fired, how often and how long, and what other numbers would have done. */
export function BacktestPanel({ rule, backtest, days, onDays, onChange }: BacktestPanelProps) {
  const { result, refused, progress, cancelled } = backtest;
  const pick = (number: number) => onChange({ ...rule, condition: withNumber(rule.condition, number) });
  return (
    <Card
      title="What it would have done"
      aside={
        <select
          aria-label="Tested on"
          value={days}
          className={CONTROL}
          onChange={(event) => onDays(Number(event.target.value))}
        >
          {RANGES.map((range) => (
            <option key={range} value={range}>
              {range === 1 ? 'the last day' : `the last ${range} days`}
            </option>
          ))}
        </select>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="break-words text-muted">Fires when: {describeRule(rule)}.</p>
        <Running backtest={backtest} />
        {refused !== null && progress === null && <p className="text-bad">{refused}</p>}
        {result !== null && refused === null && (
          <div className={`flex flex-col gap-4 ${progress !== null || cancelled ? 'opacity-60' : ''}`}>
            {result.warnings.map((warning) => (
              <p key={warning} className="break-words text-warn">
                {warning.replace(/^[\w.]+: /, '')}
              </p>
            ))}
            <RuleChart rule={rule} backtest={result} onLimit={pick} />
            <Summary result={result} />
            <Sweep rule={rule} sweep={result.sweep} onPick={pick} />
            <Episodes rule={rule} episodes={result.episodes} />
          </div>
        )}
      </div>
    </Card>
  );
}

/** Always there, so that nothing moves when a test begins and ends. */
function Running({ backtest: { progress, cancelled, cancel, again } }: { readonly backtest: Backtest }) {
  return (
    <div className="flex h-8 items-center gap-3" role="status">
      {progress !== null && (
        <>
          <progress aria-label="Backtest" value={progress} max={1} className="grow" />
          <button type="button" className={BUTTON} onClick={cancel}>
            Cancel
          </button>
        </>
      )}
      {progress === null && cancelled && (
        <>
          <span className="grow text-muted">The backtest was cancelled.</span>
          <button type="button" className={BUTTON} onClick={again}>
            Test again
          </button>
        </>
      )}
      {progress === null && !cancelled && <span className="text-muted">Tested on what is stored now.</span>}
    </div>
  );
}

function Summary({ result }: { readonly result: BacktestView }) {
  const { episodes, firingMs, groups, caughtIncidentIds, missedIncidentIds } = result;
  const facts = [
    { label: 'Fired', value: episodes.length === 1 ? 'once' : `${formatWhole(episodes.length)} times` },
    { label: 'For', value: formatDuration(firingMs) },
    { label: 'Groups watched', value: formatWhole(groups) },
    {
      label: 'Known incidents caught',
      value: `${caughtIncidentIds.length} of ${caughtIncidentIds.length + missedIncidentIds.length}`,
    },
  ];
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4" data-testid="backtest-summary">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-muted text-tremor-label">{label}</dt>
            <dd className="font-medium text-ink tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <IncidentLinks label="Missed" ids={missedIncidentIds} />
      <IncidentLinks label="Caught" ids={caughtIncidentIds} />
    </>
  );
}

function IncidentLinks({ label, ids }: { readonly label: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-2 text-muted text-tremor-label">
      {label}:
      {ids.slice(0, MOST_LINKS).map((id, index) => (
        <ScopedLink key={id} to={`/alerts/incidents/${id}`} className={MORE_LINK}>
          incident {index + 1}
        </ScopedLink>
      ))}
      {ids.length > MOST_LINKS && <span>and {ids.length - MOST_LINKS} more</span>}
    </p>
  );
}
