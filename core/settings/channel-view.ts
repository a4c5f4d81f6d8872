import type { Channel as ChannelRow } from '@/prisma/generated/client';
import { channelKindOf } from '../model/channels/registry';
import type { Channel, ChannelFields } from './settings';

/** So many failed attempts in a row are no accident any more. */
const FAILING_AFTER = 3;

/** A channel as people see it: without any secret, and with what it says about itself instead. */
export function toChannel(
  row: ChannelRow,
  opened: { readonly settings: ChannelFields } | { readonly problem: string },
  nowMs: number,
): Channel {
  const entry = channelKindOf(row.type);
  const problem = 'problem' in opened ? opened.problem : null;
  const stored = 'problem' in opened ? {} : opened.settings;
  const secretNames = entry.fields.filter(({ secret }) => secret).map(({ name }) => name);
  const previousUntil = row.previousSecretUntil?.getTime() ?? 0;
  return {
    id: row.id,
    name: row.name,
    type: entry.kind,
    target: problem === null ? entry.target(stored) : '',
    settings: Object.fromEntries(Object.entries(stored).filter(([name]) => !secretNames.includes(name))),
    secretsSet: secretNames.filter((name) => (stored[name] ?? '') !== ''),
    signed: row.secret !== null,
    previousSecretUntil: previousUntil > nowMs ? previousUntil : null,
    enabled: row.enabled,
    digestMinutes: row.digestMinutes,
    repeatMinutes: row.repeatMinutes,
    fallbackId: row.fallbackId,
    titleTemplate: row.titleTemplate,
    textTemplate: row.textTemplate,
    failing: problem !== null || row.failures >= FAILING_AFTER || (!row.enabled && row.lastError !== null),
    failingSince: row.failingSince?.getTime() ?? null,
    lastError: problem ?? row.lastError,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
