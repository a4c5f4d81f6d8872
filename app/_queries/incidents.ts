import type { Incident, Settings } from '@/core/settings/settings';
import { services } from './door';

/** No screen shows more. */
export const MOST_ACTIVE = 500;

/** The newest firing incidents, at most 500. */
export async function listActiveIncidents(): Promise<readonly Incident[]> {
  const { settings } = await services();
  return (await settings.listIncidents({ status: 'firing', limit: MOST_ACTIVE })).items;
}

export interface IncidentsPage {
  /** Firing incidents, however long, before resolved ones, both newest first; later pages have only resolved ones. */
  readonly items: readonly Incident[];
  /** How many are firing, and whether those are all. */
  readonly active: number;
  readonly areAllActive: boolean;
  readonly nextCursor: string | null;
}

/** Incidents of all rules, or of one, with at most this many resolved ones. */
export async function incidentsPage(
  settings: Pick<Settings, 'listIncidents'>,
  { ended, cursor, ...of }: { readonly ended: number; readonly cursor?: string; readonly ruleId?: string },
): Promise<IncidentsPage> {
  const [active, past] = await Promise.all([
    settings.listIncidents({ ...of, status: 'firing', limit: MOST_ACTIVE }),
    settings.listIncidents({
      ...of,
      status: 'resolved',
      limit: ended,
      ...(cursor === undefined ? {} : { cursor }),
    }),
  ]);
  return {
    items: cursor === undefined ? [...active.items, ...past.items] : past.items,
    active: active.items.length,
    areAllActive: active.nextCursor === null,
    nextCursor: past.nextCursor,
  };
}

/** Whether any channel exists that rules could send to. */
export async function hasChannel(): Promise<boolean> {
  const { settings } = await services();
  return (await settings.listChannels()).length > 0;
}
