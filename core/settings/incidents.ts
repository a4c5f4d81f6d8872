import type { Incident as IncidentRow, Prisma } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import { FIGURE_NAMES, VALUE_UNITS } from '../model/alerts/figures';
import { SEVERITIES } from '../model/alerts/rule';
import type { Connection } from './connection';
import { decodeCursor, toPage } from './cursor';
import { type AlertSettings, INCIDENT_REASONS, type Incident } from './settings';

export function createIncidentSettings({
  prisma,
}: Connection): Pick<AlertSettings, 'listIncidents' | 'getIncident'> {
  return {
    async listIncidents({ limit, cursor, status, ruleId, range }) {
      const where: Prisma.IncidentWhereInput = {
        ...(status === undefined ? {} : { status }),
        ...(ruleId === undefined ? {} : { ruleId }),
        ...(range === undefined
          ? {}
          : { startsAt: { gte: new Date(range.fromMs), lt: new Date(range.toMs) } }),
      };
      if (cursor !== undefined) {
        const { at, id } = decodeCursor(cursor);
        where.OR = [{ startsAt: { lt: at } }, { startsAt: at, id: { lt: id } }];
      }
      const rows = await prisma.incident.findMany({
        where,
        orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      return toPage(rows, limit, toIncident, (row) => ({ at: row.startsAt, id: row.id }));
    },

    async getIncident(id) {
      const row = await prisma.incident.findUnique({ where: { id } });
      if (row === null) throw new FaaslensError('not_found', `There is no incident ${id}`);
      return toIncident(row);
    },
  };
}

export function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    ruleId: row.ruleId,
    ruleName: row.ruleName,
    groupKey: row.groupKey,
    functionId: row.functionId,
    labels: toLabels(row.labels),
    severity: SEVERITIES.find((severity) => severity === row.severity) ?? 'warning',
    status: row.status === 'resolved' ? 'resolved' : 'firing',
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt?.getTime() ?? null,
    figure: FIGURE_NAMES.find((figure) => figure === row.figure) ?? 'error_rate',
    unit: VALUE_UNITS.find((unit) => unit === row.unit) ?? 'count',
    value: row.value,
    threshold: row.threshold,
    samples: row.samples,
    explanation: row.explanation,
    windowMinutes: row.windowMinutes,
    runbookUrl: row.runbookUrl,
    reason: INCIDENT_REASONS.find((reason) => reason === row.reason) ?? 'threshold',
    acknowledgedAt: row.acknowledgedAt?.getTime() ?? null,
    acknowledgedBy: row.acknowledgedBy,
  };
}

function toLabels(json: string): Record<string, string> {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}
