import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { Rule, RuleEvent } from '@/core/settings/settings';
import { formatValue, nameOfGroup, unitOfRule } from '../../describe-rule';
import { StatusBadge } from '../../state-badge';
import { whyOf } from '../../why';

/** Changes of state as the engine decided them, newest first. */
export function EventsTable({
  events,
  rule,
}: {
  readonly events: readonly RuleEvent[];
  readonly rule: Rule;
}) {
  const unit = unitOfRule(rule);
  return (
    <Table
      label="Changes of state"
      head={
        <>
          <HeaderCell>When</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Of</HeaderCell>
          <HeaderCell align="right">Value</HeaderCell>
          <HeaderCell wideOnly>Why</HeaderCell>
        </>
      }
    >
      {events.map((event) => (
        <Row key={event.id}>
          <Cell>
            <span className="max-sm:hidden">
              <Time iso={new Date(event.at).toISOString()} />
            </span>
            <span className="sm:hidden">
              <Time iso={new Date(event.at).toISOString()} style="minute" />
            </span>
          </Cell>
          <Cell>
            <StatusBadge status={event.status} />
          </Cell>
          <Cell>
            {event.incidentId === null ? (
              <span className="block max-w-40 truncate sm:max-w-72" title={nameOfGroup(event.labels)}>
                {nameOfGroup(event.labels)}
              </span>
            ) : (
              <ScopedLink
                to={`/alerts/incidents/${event.incidentId}`}
                className={`${LINK} block max-w-40 truncate sm:max-w-72`}
                title={nameOfGroup(event.labels)}
              >
                {nameOfGroup(event.labels)}
              </ScopedLink>
            )}
            <span className="block whitespace-normal text-muted text-tremor-label sm:hidden">
              {whyOf(rule, event)}
            </span>
          </Cell>
          <Cell align="right">{event.value === null ? '–' : formatValue(event.value, unit)}</Cell>
          <Cell grow wideOnly title={whyOf(rule, event)}>
            {whyOf(rule, event)}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
