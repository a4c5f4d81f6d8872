import { isFaaslensError } from '@/core/errors';
import type { Channel, Incident, Rule } from '@/core/settings/settings';
import { services } from './door';

export interface AlertsOverview {
  readonly incidents: readonly Incident[];
  readonly rules: readonly Rule[];
  readonly channels: readonly Channel[];
}

/** Everything that the alert screen shows; incidents are the newest 50. */
export async function getAlerts(): Promise<AlertsOverview> {
  const { settings } = await services();
  const [incidents, rules, channels] = await Promise.all([
    settings.listIncidents({ limit: 50 }),
    settings.listRules(),
    settings.listChannels(),
  ]);
  return { incidents: incidents.items, rules, channels };
}

/** Null when there is no such rule. */
export async function getRule(id: string): Promise<Rule | null> {
  const { settings } = await services();
  return settings.getRule(id).catch(orNull);
}

/** Channels to choose from, by name. */
export async function listChannelNames(): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { settings } = await services();
  const channels = await settings.listChannels();
  return channels.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

function orNull(error: unknown): null {
  if (isFaaslensError(error) && (error.code === 'not_found' || error.code === 'invalid_input')) return null;
  throw error;
}
