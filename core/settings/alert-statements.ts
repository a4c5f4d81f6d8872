import { Prisma, type PrismaClient } from '@/prisma/generated/client';
import type { MessageInput } from '../model/channels/message-input';
import { toEventData } from './alert-history';
import type { GroupChange, GroupState, OpenIncident } from './alert-state';
import { newId } from './ids';
import { newMessage } from './messages';
import type { Sources } from './sources';

/** The statements that make all of these changes: a few, however many groups there are. */
export function commitStatements(
  prisma: PrismaClient,
  changes: readonly GroupChange[],
  evaluatedUntil: number | null,
  sources: Sources,
): readonly Prisma.PrismaPromise<unknown>[] {
  const list: Prisma.PrismaPromise<unknown>[] = [];
  const last = new Map(changes.map((change) => [`${change.ruleId} ${change.groupKey}`, change]));
  const gone = [...last.values()].filter(({ state }) => state === null);
  const kept = [...last.values()].flatMap(({ state }) => state ?? []);
  if (gone.length > 0) list.push(deleteStates(prisma, gone));
  if (kept.length > 0) list.push(saveStates(prisma, kept));

  const opened = changes.flatMap((change) => change.opened ?? []);
  if (opened.length > 0) list.push(prisma.incident.createMany({ data: opened.map(toIncidentData) }));
  for (const { resolved } of changes) {
    if (resolved === undefined) continue;
    const { incidentId, at, reason } = resolved;
    const data = { status: 'resolved', endsAt: new Date(at), reason };
    list.push(prisma.incident.updateMany({ where: { id: incidentId }, data }));
  }
  for (const { toldTo } of changes) {
    if (toldTo === undefined) continue;
    const { incidentId, channelId } = toldTo;
    list.push(prisma.incident.updateMany({ where: { id: incidentId }, data: { channelId } }));
  }
  const events = changes.flatMap(({ event }) => event ?? []);
  if (events.length > 0) {
    const id = () => newId('evt', sources.now(), sources.random);
    list.push(prisma.alertEvent.createMany({ data: events.map((event) => toEventData(event, id())) }));
  }
  const messages = changes.flatMap(({ message }) => message ?? []);
  if (messages.length > 0) list.push(prisma.outbox.createMany({ data: toOutbox(messages, sources) }));
  if (evaluatedUntil !== null) list.push(moveClock(prisma, evaluatedUntil));
  return list;
}

function saveStates(prisma: PrismaClient, states: readonly GroupState[]): Prisma.PrismaPromise<unknown> {
  const rows = states.map(({ ruleId, groupKey, status, incidentId, ...standing }) => [
    ruleId,
    groupKey,
    status,
    incidentId,
    JSON.stringify(standing),
  ]);
  return prisma.$executeRaw(Prisma.sql`
    INSERT INTO rule_state (rule_id, group_key, status, incident_id, standing)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(${JSON.stringify(rows)})
    WHERE true
    ON CONFLICT (rule_id, group_key) DO UPDATE
    SET status = excluded.status, incident_id = excluded.incident_id, standing = excluded.standing`);
}

function deleteStates(prisma: PrismaClient, changes: readonly GroupChange[]): Prisma.PrismaPromise<unknown> {
  const keys = JSON.stringify(changes.map(({ ruleId, groupKey }) => [ruleId, groupKey]));
  return prisma.$executeRaw(Prisma.sql`
    DELETE FROM rule_state WHERE (rule_id, group_key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${keys}))`);
}

function moveClock(prisma: PrismaClient, evaluatedUntil: number): Prisma.PrismaPromise<unknown> {
  const evaluatedMs = BigInt(evaluatedUntil);
  return prisma.alertClock.upsert({
    where: { id: 1 },
    create: { id: 1, evaluatedMs },
    update: { evaluatedMs },
  });
}

/** Messages of one incident are queued a millisecond apart: they are sent in the order of their times. */
function toOutbox(messages: readonly MessageInput[], { now, random }: Sources) {
  const at = now();
  const before = new Map<string | null, number>();
  return messages.map((message) => {
    const count = before.get(message.incidentId) ?? 0;
    before.set(message.incidentId, count + 1);
    return newMessage(message, at + count, random);
  });
}

function toIncidentData(incident: OpenIncident): Prisma.IncidentCreateManyInput {
  return {
    ...incident,
    labels: JSON.stringify(incident.labels),
    startsAt: new Date(incident.startsAt),
    endsAt: incident.endsAt === null ? null : new Date(incident.endsAt),
    acknowledgedAt: null,
  };
}
