import type { Prisma } from '@/prisma/generated/client';
import type { Connection } from './connection';
import type { Sources } from './sources';

/**
 * Who does what only one may do at a time, of all processes that share these settings. It lies beside what it guards, so that
 * a holder that was cut off for long cannot commit any more: every commit proves in its own transaction that the lease is
 * still that of its round.
 */
export interface Lease {
  /** Takes it for a new round, or stays the holder; false while another process holds it. */
  take(): Promise<boolean>;
  /** Holds it for longer, in a round that lasts; false when it is lost. */
  renew(): Promise<boolean>;
  /** Lets another process have it at once. */
  release(): Promise<void>;
  /** Makes a transaction fail when the lease is no longer that of the round; nothing before the first round. */
  fence(): readonly Prisma.PrismaPromise<unknown>[];
}

/** Another process takes over so long after the holder was last heard of. */
export const LEASE_MS = 12_000;

/** Nobody holds it for longer: then a clock was set back, and whoever held it has died before. */
const LONGEST_MS = 2 * LEASE_MS;

/** What one process at a time does: evaluate alerts, read the tables of the OpenTelemetry Collector. */
export type Exclusive = 'alerts' | 'otelTables';
/** Of the rows. */
const IDS: Readonly<Record<Exclusive, number>> = { alerts: 1, otelTables: 2 };

export function createLease(
  { prisma, change }: Connection,
  { now, random }: Sources,
  what: Exclusive,
): Lease {
  const id = IDS[what];
  const holder = Buffer.from(random(12)).toString('hex');
  let round: number | null = null;

  return {
    async take() {
      const nowMs = BigInt(now());
      const untilMs = nowMs + BigInt(LEASE_MS);
      const tooLateMs = nowMs + BigInt(LONGEST_MS);
      // One statement, so that of two that take it at once one has it.
      const rows = await change(
        () => prisma.$queryRaw<{ epoch: bigint | number }[]>`
          INSERT INTO lease (id, holder, epoch, until_ms) VALUES (${id}, ${holder}, 1, ${untilMs})
          ON CONFLICT (id) DO UPDATE
          SET epoch = epoch + (holder <> excluded.holder), holder = excluded.holder, until_ms = excluded.until_ms
          WHERE holder = excluded.holder OR until_ms <= ${nowMs} OR until_ms > ${tooLateMs}
          RETURNING epoch`,
      );
      const [row] = rows;
      if (row === undefined) return false;
      round = Number(row.epoch);
      return true;
    },

    async renew() {
      const untilMs = BigInt(now() + LEASE_MS);
      const renewed = await change(
        () =>
          prisma.$executeRaw`UPDATE lease SET until_ms = ${untilMs} WHERE holder = ${holder} AND epoch = ${round}`,
      );
      return renewed > 0;
    },

    async release() {
      await change(() => prisma.$executeRaw`UPDATE lease SET until_ms = 0 WHERE holder = ${holder}`);
    },

    fence() {
      if (round === null) return [];
      // The holder may not be NULL: that is what ends the transaction.
      return [
        prisma.$executeRaw`
          UPDATE lease SET holder = CASE WHEN holder = ${holder} AND epoch = ${round} THEN holder END
          WHERE id = ${id}`,
      ];
    },
  };
}
