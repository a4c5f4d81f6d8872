import type { ChannelFormView } from '@/app/_queries/channels';
import type { Channel, ChannelInput } from '@/core/settings/settings';

type Value = string | number;

/** A channel as its form holds it. */
export interface ChannelValues {
  readonly name: string;
  readonly enabled: boolean;
  /** By name; a secret that is not typed is empty. */
  readonly fields: Readonly<Record<string, Value>>;
  readonly digestMinutes: number;
  readonly repeatMinutes: number;
  readonly fallbackId: string | null;
  readonly titleTemplate: string;
  readonly textTemplate: string;
}

const REPEAT_MINUTES = 240;

/** What the form shows first: the channel as it is, or a new one of the kind. */
export function initialValues(
  { title, fields }: ChannelFormView['kind'],
  channel: Channel | null,
): ChannelValues {
  const storedValue = (name: string): Value | null => {
    const stored = channel?.settings[name];
    return typeof stored === 'string' || typeof stored === 'number' ? stored : null;
  };
  return {
    name: channel?.name ?? title,
    // Who puts right what turned it off wants it on again.
    enabled: channel === null || channel.enabled || channel.failingSince !== null,
    fields: Object.fromEntries(fields.map(({ name, initial }) => [name, storedValue(name) ?? initial])),
    digestMinutes: channel?.digestMinutes ?? 0,
    repeatMinutes: channel?.repeatMinutes ?? REPEAT_MINUTES,
    fallbackId: channel?.fallbackId ?? null,
    titleTemplate: channel?.titleTemplate ?? '',
    textTemplate: channel?.textTemplate ?? '',
  };
}

/** What the API is sent: secrets that were not typed are left out, which keeps those that are stored. */
export function toInput(
  { kind, fields: known }: ChannelFormView['kind'],
  { fields, ...common }: ChannelValues,
): ChannelInput {
  const typed = known.filter(({ name, secret }) => !secret || fields[name] !== '');
  return {
    ...common,
    type: kind,
    settings: Object.fromEntries(typed.map(({ name }) => [name, fields[name]])),
  };
}
