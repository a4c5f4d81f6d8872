import { digestMessage } from '../model/channels/digest';
import { isBeginning } from '../model/channels/message-input';
import { channelKindOf } from '../model/channels/registry';
import type { Outbox } from '../settings/outbox';
import { BRAKE_WINDOW_MS, planRelease } from './brake';

export interface ReleaseOptions {
  readonly outbox: Outbox;
  readonly channelId: string;
  /** Messages that are being sent at this moment. */
  readonly busy: readonly string[];
  /** Address of the dashboard in digests, without a trailing slash. */
  readonly baseUrl: string;
  readonly nowMs: number;
}

/** Lets the messages go that wait for a channel, each as it is or many as one, or holds them for a while. */
export async function releaseWaiting(options: ReleaseOptions): Promise<void> {
  const { outbox, channelId, nowMs } = options;
  const waiting = await outbox.waiting(channelId);
  if (waiting.length === 0) return;
  const target = await outbox.target(channelId);
  const ids = waiting.map(({ id }) => id);
  if (target === null) {
    await outbox.release({ hold: null, merged: new Map(), released: ids, digest: null });
    return;
  }
  const kind = channelKindOf(target.type);
  const incidentIds = waiting.flatMap(({ incidentId }) => (incidentId === null ? [] : [incidentId]));
  const unsent = [...(await outbox.unsentFiring(channelId, incidentIds))];
  const plan = planRelease(
    {
      waiting,
      recent: await outbox.releasedSince(channelId, nowMs - BRAKE_WINDOW_MS),
      digestMinutes: target.digestMinutes,
      collapses: kind.schedule === 'people',
      unsent: new Map(unsent.filter(([, id]) => !options.busy.includes(id))),
      onlyByDigest: kind.keepsThreads ? await outbox.toldByDigest(channelId, incidentIds) : new Set(),
    },
    nowMs,
  );
  const open = plan.digest.length === 0 ? [] : await stillFiring(outbox, channelId, plan.digest);
  await outbox.release({
    hold: plan.holdUntil === null ? null : { ids, untilMs: plan.holdUntil },
    merged: plan.collapsed,
    released: plan.singles.map(({ id }) => id),
    digest:
      plan.digest.length === 0
        ? null
        : {
            ids: plan.digest.map(({ id }) => id),
            message: digestMessage(plan.digest, {
              channelId,
              stillFiring: open.length,
              baseUrl: options.baseUrl,
            }),
          },
  });
}

/** Incidents that digests told of, the coming one included, and that are not over. */
async function stillFiring(
  outbox: Outbox,
  channelId: string,
  digest: readonly { readonly kind: string; readonly incidentId: string | null }[],
): Promise<readonly string[]> {
  const open = new Set(await outbox.openInDigests(channelId));
  for (const { kind, incidentId } of digest)
    if (isBeginning(kind) && incidentId !== null) open.add(incidentId);
  for (const { kind, incidentId } of digest)
    if (kind === 'alert.resolved' && incidentId !== null) open.delete(incidentId);
  return [...open];
}
