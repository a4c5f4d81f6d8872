import { FaaslensError } from '../errors';
import { eventsOfIncident } from './alert-history';
import type { Sources } from './channels';
import type { Connection } from './connection';
import { newId } from './ids';
import { toIncident } from './incidents';
import { noteInputSchema, parseInput } from './inputs';
import type { AlertSettings, IncidentNote } from './settings';

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
      await incidentRow(id);
      // Who was first is kept: the second one has not taken it on.
      await connection.change(() =>
        prisma.incident.updateMany({
          where: { id, status: 'firing', acknowledgedAt: null },
          data: { acknowledgedAt: new Date(now()), acknowledgedBy: by },
        }),
      );
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
