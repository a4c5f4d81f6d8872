import type { RuleState as StateRow } from '@/prisma/generated/client';
import { isFaaslensError } from '../errors';
import { STATUSES } from '../model/alerts/decision';
import type { ErrorTriage } from '../model/errors/state';
import type { GroupChange, GroupState, OpenIncident, Standing } from './alert-state';
import { commitStatements } from './alert-statements';
import type { Connection } from './connection';
import { toIncident } from './incidents';
import type { Lease } from './lease';
import type { Sources } from './sources';

/** What the alert loop remembers, so that a restart changes nothing. */
export interface AlertMemory {
  listStates(): Promise<readonly GroupState[]>;
  /** Until when everything that was due is evaluated; null before the first evaluation. */
  evaluatedUntil(): Promise<number | null>;
  /** Errors that someone resolved, by fingerprint. */
  listResolvedErrors(): Promise<ReadonlyMap<string, ErrorTriage>>;
  /** How many alerts were given up that were due after this time; those to channels that people have deleted do not count. */
  countFailedMessages(afterMs: number): Promise<number>;
  /** Those of these incidents that exist. */
  listOpen(ids: readonly string[]): Promise<ReadonlyMap<string, OpenIncident>>;
  /**
   * State, incident and outbox row of each group become durable together; several changes of one group follow one another.
   * The clock moves on with the last of them. A group that cannot be written stops no other; the call then rejects with the
   * first such error, after all others are written, and the clock stays. When the database is busy or full it rejects at once.
   */
  commit(changes: readonly GroupChange[], evaluatedUntil: number): Promise<void>;
}

/** Few enough that ingest does not wait long for the write lock. */
const GROUPS_PER_TRANSACTION = 100;

/** `fence` ends a commit of a process that should not make any more (`Lease`). */
export function createAlertMemory(
  connection: Connection,
  sources: Sources,
  fence: Lease['fence'] = () => [],
): AlertMemory {
  const { prisma } = connection;

  /** Writes groups together or, when that fails for a reason that may lie in one of them, in ever smaller parts. */
  async function commitPart(part: readonly GroupChange[], until: number | null): Promise<readonly unknown[]> {
    try {
      await connection.commit([...fence(), ...commitStatements(prisma, part, until, sources)]);
      return [];
    } catch (error) {
      if (isFaaslensError(error) && error.code === 'unavailable') throw error;
      if (part.length <= 1) return [error];
    }
    const half = Math.ceil(part.length / 2);
    return [...(await commitPart(part.slice(0, half), null)), ...(await commitPart(part.slice(half), null))];
  }

  return {
    async listStates() {
      return (await prisma.ruleState.findMany()).map(toState);
    },

    async evaluatedUntil() {
      const row = await prisma.alertClock.findUnique({ where: { id: 1 } });
      return row === null ? null : Number(row.evaluatedMs);
    },

    async listResolvedErrors() {
      const rows = await prisma.errorTriage.findMany({ where: { state: 'resolved' } });
      return new Map(
        rows.map(({ fingerprint, changedAt }) => [
          fingerprint,
          { state: 'resolved', atMs: changedAt.getTime() },
        ]),
      );
    },

    async countFailedMessages(afterMs) {
      const channels = await prisma.channel.findMany({ select: { id: true } });
      return prisma.outbox.count({
        where: {
          status: 'failed',
          nextAttemptAt: { gt: new Date(afterMs) },
          // Who pressed the button has seen the outcome of a test.
          kind: { not: 'alert.test' },
          channelId: { in: channels.map(({ id }) => id) },
        },
      });
    },

    async listOpen(ids) {
      if (ids.length === 0) return new Map();
      const rows = await prisma.incident.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, { ...toIncident(row), channelId: row.channelId }]));
    },

    async commit(changes, evaluatedUntil) {
      const errors: unknown[] = [];
      for (let start = 0; ; start += GROUPS_PER_TRANSACTION) {
        const part = changes.slice(start, start + GROUPS_PER_TRANSACTION);
        const isLast = start + GROUPS_PER_TRANSACTION >= changes.length;
        errors.push(...(await commitPart(part, isLast && errors.length === 0 ? evaluatedUntil : null)));
        if (isLast) break;
      }
      if (errors.length > 0) throw errors[0];
    },
  };
}

function toState(row: StateRow): GroupState {
  const standing: Standing = JSON.parse(row.standing);
  return {
    ...standing,
    status: STATUSES.find((status) => status === row.status) ?? 'pending',
    ruleId: row.ruleId,
    groupKey: row.groupKey,
    incidentId: row.incidentId,
  };
}
