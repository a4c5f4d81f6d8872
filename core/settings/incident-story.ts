import type { Incident as IncidentRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import { BEGINNINGS } from '../model/channels/message-input';
import { channelKindOf } from '../model/channels/registry';
import { eventsOfIncident } from './alert-history';
import type { Connection } from './connection';
import { newId } from './ids';
import { toIncident } from './incidents';
import { noteInputSchema, parseInput } from './inputs';
import { insertIfFiring, newMessage } from './messages';
import type { AlertSettings, IncidentNote } from './settings';
import type { Sources } from './sources';

type StorySettings = Pick<AlertSettings, 'getIncidentStory' | 'acknowledgeIncident' | 'addIncidentNote'>;

const MOST_NOTES = 500;
const MOST_DELIVERIES = 500;

/** What happened around an incident, and what people do about it. */
export function createIncidentStorySettings(connection: Connection, { now, random }: Sources): StorySettings {
  const { prisma } = connection;

  async function incidentRow(id: string) {
    const row = await prisma.incident.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no incident ${id}`);
    return row;
  }

  /** Says that someone has taken it on, where it was told that it fires; null where it was not, or cannot be told. */
  async function acknowledgement({ id, channelId }: IncidentRow, by: string) {
    if (channelId === null) return null;
    const channel = await prisma.channel.findUnique({ where: { id: channelId } });
    if (channel === null || !channel.enabled || !channelKindOf(channel.type).takesAcknowledgement)
      return null;
    const last = await prisma.outbox.findFirst({
      where: { channelId, incidentId: id, kind: { in: [...BEGINNINGS] } },
      orderBy: { createdAt: 'desc' },
    });
    if (last === null) return null;
    const { data } = JSON.parse(last.payload) as { data: Readonly<Record<string, unknown>> };
    const before = typeof data.message === 'string' ? ` ${data.message}` : '';
    const taken = { acknowledged_at: new Date(now()).toISOString(), acknowledged_by: by };
    const message = `Acknowledged by ${by}.${before}`;
    return newMessage(
      { kind: 'alert.acknowledged', channelId, incidentId: id, data: { ...data, ...taken, message } },
      now(),
      random,
    );
  }

  return {
    async getIncidentStory(id) {
      const row = await incidentRow(id);
      const incident = toIncident(row);
      const ofIncident = { where: { incidentId: id }, orderBy: { at: 'asc' } } as const;
      const [events, notes, deliveries] = await Promise.all([
        eventsOfIncident(connection, incident),
        prisma.incidentNote.findMany({ ...ofIncident, take: MOST_NOTES }),
        prisma.delivery.findMany({ ...ofIncident, take: MOST_DELIVERIES }),
      ]);
      const messages = await prisma.outbox.findMany({
        where: { id: { in: deliveries.map(({ outboxId }) => outboxId) } },
        select: { id: true, kind: true },
      });
      const channels = await prisma.channel.findMany({
        where: { id: { in: deliveries.map(({ channelId }) => channelId) } },
        select: { id: true, name: true },
      });
      const kindOf = new Map(messages.map(({ id: messageId, kind }) => [messageId, kind]));
      const nameOf = new Map(channels.map(({ id: channelId, name }) => [channelId, name]));
      return {
        incident,
        events,
        notes: notes.map(toNote),
        notices: deliveries.map((delivery) => ({
          at: delivery.at.getTime(),
          messageKind: kindOf.get(delivery.outboxId) ?? null,
          channelId: delivery.channelId,
          channelName: nameOf.get(delivery.channelId) ?? null,
          attempt: delivery.attempt,
          ok: delivery.ok,
          error: delivery.error,
        })),
      };
    },

    async acknowledgeIncident(id, { by }) {
      const told = await acknowledgement(await incidentRow(id), by);
      await connection.commit([
        ...(told === null ? [] : [insertIfFiring(prisma, told)]),
        // Who was first is kept: the second one has not taken it on.
        prisma.incident.updateMany({
          where: { id, status: 'firing', acknowledgedAt: null },
          data: { acknowledgedAt: new Date(now()), acknowledgedBy: by },
        }),
      ]);
      const row = await incidentRow(id);
      if (row.acknowledgedAt === null)
        throw new FaaslensError('conflict', 'The incident is over: there is nothing to acknowledge any more');
      return toIncident(row);
    },

    async addIncidentNote(id, { by, ...input }) {
      const { text } = parseInput(noteInputSchema, input);
      await incidentRow(id);
      const row = await connection.change(() =>
        prisma.incidentNote.create({
          data: { id: newId('note', now(), random), incidentId: id, at: new Date(now()), author: by, text },
        }),
      );
      return toNote(row);
    },
  };
}

function toNote({
  id,
  at,
  author,
  text,
}: {
  id: string;
  at: Date;
  author: string;
  text: string;
}): IncidentNote {
  return { id, at: at.getTime(), author, text };
}
