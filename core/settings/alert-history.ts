import type { AlertEvent as EventRow, Prisma } from '@/prisma/generated/client';
import { POINT_KINDS, QUIET_REASONS, STATUSES } from '../model/alerts/decision';
import { MINUTE_MS } from '../model/time-range';
import type { DecidedEvent } from './alert-state';
import type { Connection } from './connection';
import { decodeCursor, toPage } from './cursor';
import type { AlertSettings, Incident, RuleEvent } from './settings';

/** How long before an incident its group is looked at: rules wait at most so long before they fire. */
const LEAD_MS = 60 * MINUTE_MS;
const MOST_OF_INCIDENT = 500;

/** Every change of state that a rule has decided on, with its reason. */
export function createHistorySettings({
  prisma,
}: Connection): Pick<AlertSettings, 'listRuleEvents' | 'listStandings'> {
  return {
    async listStandings() {
      const counts = await prisma.ruleState.groupBy({ by: ['ruleId', 'status'], _count: true });
      return counts.flatMap(({ ruleId, status, _count }) => {
        const known = STATUSES.find((one) => one === status);
        return known === undefined || known === 'ok' ? [] : [{ ruleId, status: known, groups: _count }];
      });
    },

    async listRuleEvents({ ruleId, limit, cursor }) {
      const where: Prisma.AlertEventWhereInput = { ruleId };
      if (cursor !== undefined) {
        const { at, id } = decodeCursor(cursor);
        where.OR = [{ at: { lt: at } }, { at, id: { lt: id } }];
      }
      const rows = await prisma.alertEvent.findMany({
        where,
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      return toPage(rows, limit, toEvent, (row) => ({ at: row.at, id: row.id }));
    },
  };
}

/** What led to an incident, and how it went on; oldest first. */
export async function eventsOfIncident(
  { prisma }: Connection,
  { ruleId, groupKey, startsAt, endsAt }: Pick<Incident, 'ruleId' | 'groupKey' | 'startsAt' | 'endsAt'>,
): Promise<readonly RuleEvent[]> {
  const rows = await prisma.alertEvent.findMany({
    where: {
      ruleId,
      groupKey,
      at: { gte: new Date(startsAt - LEAD_MS), ...(endsAt === null ? {} : { lte: new Date(endsAt) }) },
    },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: MOST_OF_INCIDENT,
  });
  const events = rows.map(toEvent);
  const fired = events.findIndex(({ at }) => at >= startsAt);
  const lead = events.slice(0, Math.max(0, fired)).findLastIndex(({ status }) => status === 'pending');
  return events.slice(lead >= 0 ? lead : Math.max(0, fired));
}

/** A row of the history. */
export function toEventData(event: DecidedEvent, id: string): Prisma.AlertEventCreateManyInput {
  const { at, limit, ...rest } = event;
  return { ...rest, id, at: new Date(at), threshold: limit };
}

function toEvent(row: EventRow): RuleEvent {
  return {
    id: row.id,
    ruleId: row.ruleId,
    groupKey: row.groupKey,
    incidentId: row.incidentId,
    labels: JSON.parse(row.labels),
    at: row.at.getTime(),
    status: STATUSES.find((status) => status === row.status) ?? 'ok',
    point: POINT_KINDS.find((point) => point === row.point) ?? 'missing',
    value: row.value,
    limit: row.threshold,
    samples: row.samples,
    explanation: row.explanation,
    quiet: QUIET_REASONS.find((quiet) => quiet === row.quiet) ?? null,
  };
}
