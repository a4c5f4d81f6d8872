import { BEGINNINGS, isBeginning } from '../model/channels/message-input';
import type { Connection } from './connection';
import { insertIfFiring, newMessage } from './messages';
import type { Sources } from './sources';

/** Whether no message of the incident's rule goes out now. */
export type IsQuiet = (incident: { readonly ruleId: string; readonly groupKey: string }) => boolean;

export interface Repeater {
  /**
   * Queues again what channels with a repeat interval were told of incidents that still fire, that no one has acknowledged,
   * and that were not told of for that long; at most 1000 incidents a channel. `whatIsQuiet` is asked when there are any.
   * @returns how many messages
   */
  queueRepeats(whatIsQuiet: () => Promise<IsQuiet>): Promise<number>;
}

const MINUTE_MS = 60_000;
const MOST_INCIDENTS = 1000;
const LONGEST_REPEAT_MS = 8 * 86_400_000;

export function createRepeater(connection: Connection, { now, random }: Sources): Repeater {
  const { prisma } = connection;

  async function queueForChannel(
    channelId: string,
    repeatMs: number,
    whatIsQuiet: () => Promise<IsQuiet>,
  ): Promise<number> {
    const incidents = await prisma.incident.findMany({
      where: {
        channelId,
        status: 'firing',
        acknowledgedAt: null,
        startsAt: { lte: new Date(now() - repeatMs) },
      },
      take: MOST_INCIDENTS,
      select: { id: true, startsAt: true, ruleId: true, groupKey: true },
    });
    if (incidents.length === 0) return 0;
    // Ids sort by time. What was told before the last time is many times as much, and is asked for twice a minute.
    const last = await prisma.outbox.groupBy({
      by: ['incidentId'],
      where: {
        channelId,
        kind: { in: [...BEGINNINGS] },
        incidentId: { in: incidents.map(({ id }) => id) },
        createdAt: { gt: new Date(now() - LONGEST_REPEAT_MS) },
      },
      _max: { id: true },
    });
    const told = await prisma.outbox.findMany({
      where: { id: { in: last.flatMap(({ _max }) => _max.id ?? []) } },
    });
    const newest = new Map(told.map((row) => [row.incidentId, row]));
    const due = incidents.flatMap((incident) => {
      const row = newest.get(incident.id);
      if (row === undefined || row.status === 'pending') return [];
      return row.createdAt.getTime() > now() - repeatMs ? [] : [{ incident, row }];
    });
    if (due.length === 0) return 0;
    const isQuiet = await whatIsQuiet();
    const statements = due
      .filter(({ incident }) => !isQuiet(incident))
      .map(({ incident: { id, startsAt }, row }) => {
        const kind = isBeginning(row.kind) ? row.kind : 'alert.firing';
        const data = again(row.payload, startsAt);
        return insertIfFiring(prisma, newMessage({ kind, channelId, incidentId: id, data }, now(), random));
      });
    if (statements.length > 0) await connection.commit(statements);
    return statements.length;
  }

  return {
    async queueRepeats(whatIsQuiet) {
      const channels = await prisma.channel.findMany({
        where: { enabled: true, repeatMinutes: { gt: 0 } },
        select: { id: true, repeatMinutes: true },
      });
      let count = 0;
      for (const { id, repeatMinutes } of channels) {
        count += await queueForChannel(id, repeatMinutes * MINUTE_MS, whatIsQuiet);
      }
      return count;
    },
  };
}

/** The message once more: it says since when, for its figures are those of the beginning. */
function again(payload: string, startsAt: Date): Readonly<Record<string, unknown>> {
  const { data } = JSON.parse(payload) as { data: Record<string, unknown> };
  const since = `Still firing since ${startsAt.toISOString()}. `;
  const before = typeof data.message === 'string' ? data.message : '';
  const repeat = typeof data.repeat === 'number' ? data.repeat + 1 : 1;
  return { ...data, repeat, message: before.startsWith(since) ? before : since + before };
}
