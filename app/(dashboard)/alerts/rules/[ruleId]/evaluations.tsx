import type { ReactNode } from 'react';
import { Card } from '@/app/_components/ui/card';
import { LINK } from '@/app/_components/ui/controls';
import { Nothing } from '@/app/_components/ui/nothing';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { getRecentEvaluations } from '@/app/_queries/alerts';
import type { Decision } from '@/core/model/alerts/decision';
import type { Rule } from '@/core/settings/settings';
import { type DecisionRun, runsOf } from '../../decision-runs';
import { formatValue, nameOfGroup, unitOfRule } from '../../describe-rule';
import { StatusBadge } from '../../state-badge';
import { whyOf } from '../../why';

const MOST_GROUPS = 50;

/** Where each group stands now and why, and what was decided of one of them in each minute of the last hour. */
export async function Evaluations({
  rule,
  group,
}: {
  readonly rule: Rule;
  readonly group: string | undefined;
}) {
  const found = await getRecentEvaluations(rule);
  if ('refused' in found) {
    return (
      <Card title="Now" flush>
        <Nothing title="Not shown">{found.refused}</Nothing>
      </Card>
    );
  }
  const { groups, groupCount } = found;
  const chosen = groups.find(({ groupKey }) => groupKey === group) ?? groups[0];
  if (chosen === undefined) {
    return (
      <Card title="Now" flush>
        <Nothing title="Nothing to watch yet">No function has been seen that this rule watches.</Nothing>
      </Card>
    );
  }
  return (
    <>
      <Card title={`Now: ${groupCount === 1 ? '1 group' : `${groupCount} groups`}`} flush>
        <Table label="Groups now" head={head('Group')}>
          {groups.slice(0, MOST_GROUPS).map(({ groupKey, labels, decisions }) => (
            <DecisionRow key={groupKey} rule={rule} decision={decisions.at(-1)}>
              <ScopedLink
                to={`/alerts/rules/${rule.id}`}
                params={{ group: groupKey }}
                className={`${LINK} block max-w-40 truncate sm:max-w-72`}
                title={nameOfGroup(labels)}
                aria-current={groupKey === chosen.groupKey ? 'true' : undefined}
              >
                {nameOfGroup(labels)}
              </ScopedLink>
            </DecisionRow>
          ))}
        </Table>
      </Card>
      <Card title={`The last hour of ${nameOfGroup(chosen.labels)}`} flush>
        <Table label="Evaluations" head={head('Minutes')}>
          {runsOf(chosen.decisions).map((run) => (
            <RunRow key={run.fromMs} rule={rule} run={run} />
          ))}
        </Table>
      </Card>
    </>
  );
}

function head(first: string) {
  return (
    <>
      <HeaderCell>{first}</HeaderCell>
      <HeaderCell>State</HeaderCell>
      <HeaderCell align="right">Value</HeaderCell>
      <HeaderCell align="right">Limit</HeaderCell>
      <HeaderCell wideOnly>Why</HeaderCell>
    </>
  );
}

function DecisionRow({
  rule,
  decision,
  children,
}: {
  readonly rule: Rule;
  readonly decision: Decision | undefined;
  readonly children: ReactNode;
}) {
  if (decision === undefined) return null;
  const unit = unitOfRule(rule);
  return (
    <Row>
      <Cell>
        <span className="max-sm:whitespace-normal">{children}</span>
        <span className="block whitespace-normal text-muted text-tremor-label sm:hidden">
          {whyOf(rule, decision)}
        </span>
      </Cell>
      <Cell>
        <StatusBadge status={decision.status} />
      </Cell>
      <Cell align="right">{decision.value === null ? '–' : formatValue(decision.value, unit)}</Cell>
      <Cell align="right">{decision.limit === null ? '–' : formatValue(decision.limit, unit)}</Cell>
      <Cell grow wideOnly title={whyOf(rule, decision)}>
        {whyOf(rule, decision)}
      </Cell>
    </Row>
  );
}

function RunRow({ rule, run }: { readonly rule: Rule; readonly run: DecisionRun }) {
  const { fromMs, toMs, minutes, lowest, highest, last } = run;
  const unit = unitOfRule(rule);
  const values = [...new Set([lowest, highest])].flatMap((value) =>
    value === null ? [] : formatValue(value, unit),
  );
  return (
    <Row>
      <Cell>
        <span className="max-sm:whitespace-normal">
          <Time iso={new Date(fromMs).toISOString()} style="minute-of-day" />
          {minutes > 1 && (
            <>
              {' – '}
              <Time iso={new Date(toMs).toISOString()} style="minute-of-day" />
            </>
          )}
        </span>
        <span className="block whitespace-normal text-muted text-tremor-label sm:hidden">
          {whyOf(rule, last)}
        </span>
      </Cell>
      <Cell>
        <StatusBadge status={last.status} />
      </Cell>
      <Cell align="right">{values.length === 0 ? '–' : values.join(' – ')}</Cell>
      <Cell align="right">{last.limit === null ? '–' : formatValue(last.limit, unit)}</Cell>
      <Cell grow wideOnly title={whyOf(rule, last)}>
        {whyOf(rule, last)}
      </Cell>
    </Row>
  );
}
