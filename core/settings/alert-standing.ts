import type { Connection } from './connection';

/** How the alert loop and its messages do, for whoever watches Faaslens. */
export interface AlertStanding {
  /** Until when all that was due is evaluated, milliseconds since the epoch; null before the first evaluation. */
  readonly evaluatedUntilMs: number | null;
  readonly firing: number;
  readonly messagesWaiting: number;
  /** In the last hour. */
  readonly attemptsOk: number;
  readonly attemptsFailed: number;
  readonly channelsFailing: number;
}

const HOUR_MS = 3_600_000;

export async function readAlertStanding(
  { prisma }: Connection,
  nowMs: number,
  channelsFailing: number,
): Promise<AlertStanding> {
  const at = { gte: new Date(nowMs - HOUR_MS) };
  const [clock, firing, messagesWaiting, attemptsOk, attemptsFailed] = await Promise.all([
    prisma.alertClock.findUnique({ where: { id: 1 } }),
    prisma.incident.count({ where: { status: 'firing' } }),
    prisma.outbox.count({ where: { status: 'pending' } }),
    prisma.delivery.count({ where: { at, ok: true } }),
    prisma.delivery.count({ where: { at, ok: false } }),
  ]);
  return {
    evaluatedUntilMs: clock === null ? null : Number(clock.evaluatedMs),
    firing,
    messagesWaiting,
    attemptsOk,
    attemptsFailed,
    channelsFailing,
  };
}
