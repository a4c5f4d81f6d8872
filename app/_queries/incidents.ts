import type { Incident } from '@/core/settings/settings';
import { services } from './door';

/** The newest incidents that last, at most so many. */
export async function listActiveIncidents(limit: number): Promise<readonly Incident[]> {
  const { settings } = await services();
  return (await settings.listIncidents({ status: 'firing', limit })).items;
}
