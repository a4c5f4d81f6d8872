import type { Incident as IncidentRow, Prisma } from '@/prisma/generated/client';
import type { Connection } from './connection';
import { decodeCursor, toPage } from './cursor';
import { toSeverity } from './rules';
import type { AlertSettings, Incident, IncidentReason } from './settings';

export function createIncidentSettings({ prisma }: Connection): Pick<AlertSettings, 'listIncidents'> {
  return {
    async listIncidents({ limit, cursor, status, ruleId }) {
      const where: Prisma.IncidentWhereInput = {
        ...(status === undefined ? {} : { status }),
        ...(ruleId === undefined ? {} : { ruleId }),
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
  };
}

const REASONS: readonly IncidentReason[] = [
  'threshold',
  'recovered',
  'no_data',
  'rule_changed',
  'rule_deleted',
];

export function toIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    ruleId: row.ruleId,
    ruleName: row.ruleName,
    groupKey: row.groupKey,
    labels: toLabels(row.labels),
    severity: toSeverity(row.severity),
    status: row.status === 'resolved' ? 'resolved' : 'firing',
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt?.getTime() ?? null,
    value: row.value,
    threshold: row.threshold,
    samples: row.samples,
    windowMinutes: row.windowMinutes,
    reason: REASONS.find((reason) => reason === row.reason) ?? 'threshold',
  };
}

function toLabels(json: string): Record<string, string> {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}
