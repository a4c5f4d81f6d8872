import type { Prisma, RuleState as StateRow } from '@/prisma/generated/client';
import { FaaslensError, isFaaslensError } from '../errors';
import type { Sources } from './channels';
import type { Connection } from './connection';
import { toIncident } from './incidents';
import { type MessageInput, newMessage } from './messages';
import type { Incident, IncidentReason } from './settings';

/** Where a rule stands for one group; a group without a state is `ok`. */
export interface GroupState {
  readonly ruleId: string;
  readonly groupKey: string;
  readonly status: 'pending' | 'firing' | 'recovering';
  /** When this status began. */
  readonly since: number;
  readonly evaluatedAt: number;
  /** The last evaluation whose window had enough invocations. */
  readonly dataAt: number;
  /** Share of failed invocations at the last evaluation, or null when there were too few. */
  readonly value: number | null;
  readonly samples: number;
  /** The open incident; null while pending. */
  readonly incidentId: string | null;
}

export interface OpenIncident extends Incident {
  readonly channelId: string | null;
}

/** What one evaluation changes for one group; committed as a whole or not at all. */
export interface GroupChange {
  readonly ruleId: string;
  readonly groupKey: string;
  /** Null returns the group to `ok`. */
  readonly state: GroupState | null;
  readonly opened?: OpenIncident;
  readonly resolved?: { readonly incidentId: string; readonly at: number; readonly reason: IncidentReason };
  readonly message?: MessageInput;
}

/** What the alert loop remembers, so that a restart changes nothing. */
export interface AlertMemory {
  listStates(): Promise<readonly GroupState[]>;
  getIncident(id: string): Promise<OpenIncident>;
  /**
   * State, incident and outbox row of each group become durable together. A group that cannot be written stops no
   * other; the call then rejects with the first such error, after all others are written. When the database is busy or
   * full it rejects at once.
   */
  commit(changes: readonly GroupChange[]): Promise<void>;
}

/** Few enough that ingest does not wait long for the write lock. */
const GROUPS_PER_TRANSACTION = 25;

export function createAlertMemory(connection: Connection, { now, random }: Sources): AlertMemory {
  const { prisma } = connection;

  function statements(change: GroupChange): Prisma.PrismaPromise<unknown>[] {
    const { ruleId, groupKey, state, opened, resolved, message } = change;
    const list: Prisma.PrismaPromise<unknown>[] = [];
    if (state === null) {
      list.push(prisma.ruleState.deleteMany({ where: { ruleId, groupKey } }));
    } else {
      const data = toStateData(state);
      list.push(
        prisma.ruleState.upsert({
          where: { ruleId_groupKey: { ruleId, groupKey } },
          create: { ruleId, groupKey, ...data },
          update: data,
        }),
      );
    }
    if (opened !== undefined) list.push(prisma.incident.create({ data: toIncidentData(opened) }));
    if (resolved !== undefined) {
      list.push(
        prisma.incident.updateMany({
          where: { id: resolved.incidentId },
          data: { status: 'resolved', endsAt: new Date(resolved.at), reason: resolved.reason },
        }),
      );
    }
    if (message !== undefined) list.push(prisma.outbox.create({ data: newMessage(message, now(), random) }));
    return list;
  }

  /** Writes groups together or, when that fails for a reason that may lie in one of them, each on its own. */
  async function commitPart(part: readonly GroupChange[]): Promise<readonly unknown[]> {
    try {
      await connection.commit(part.flatMap(statements));
      return [];
    } catch (error) {
      if (isFaaslensError(error) && error.code === 'unavailable') throw error;
      if (part.length === 1) return [error];
    }
    const errors: unknown[] = [];
    for (const change of part) errors.push(...(await commitPart([change])));
    return errors;
  }

  return {
    async listStates() {
      return (await prisma.ruleState.findMany()).map(toState);
    },

    async getIncident(id) {
      const row = await prisma.incident.findUnique({ where: { id } });
      if (row === null) throw new FaaslensError('not_found', `There is no incident ${id}`);
      return { ...toIncident(row), channelId: row.channelId };
    },

    async commit(changes) {
      const errors: unknown[] = [];
      for (let start = 0; start < changes.length; start += GROUPS_PER_TRANSACTION) {
        errors.push(...(await commitPart(changes.slice(start, start + GROUPS_PER_TRANSACTION))));
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}

function toStateData(state: GroupState) {
  return {
    status: state.status,
    since: new Date(state.since),
    evaluatedAt: new Date(state.evaluatedAt),
    dataAt: new Date(state.dataAt),
    value: state.value,
    samples: state.samples,
    incidentId: state.incidentId,
  };
}

function toState(row: StateRow): GroupState {
  return {
    ruleId: row.ruleId,
    groupKey: row.groupKey,
    status: row.status === 'firing' || row.status === 'recovering' ? row.status : 'pending',
    since: row.since.getTime(),
    evaluatedAt: row.evaluatedAt.getTime(),
    dataAt: row.dataAt.getTime(),
    value: row.value,
    samples: row.samples,
    incidentId: row.incidentId,
  };
}

function toIncidentData(incident: OpenIncident): Prisma.IncidentCreateInput {
  return {
    ...incident,
    labels: JSON.stringify(incident.labels),
    startsAt: new Date(incident.startsAt),
    endsAt: incident.endsAt === null ? null : new Date(incident.endsAt),
  };
}
