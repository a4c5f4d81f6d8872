import type { Incident, Settings } from '@/core/settings/settings';
import { services } from './door';

/** More are not told apart on any screen. */
export const MOST_ACTIVE = 500;

/** The newest incidents that last, at most 500. */
export async function listActiveIncidents(): Promise<readonly Incident[]> {
  const { settings } = await services();
  return (await settings.listIncidents({ status: 'firing', limit: MOST_ACTIVE })).items;
}

export interface IncidentsPage {
  /** Those that last, however long, before those that ended, both newest first; later pages have only what ended. */
  readonly items: readonly Incident[];
  /** How many last, and whether those are all. */
  readonly active: number;
  readonly areAllActive: boolean;
  readonly nextCursor: string | null;
}

/** Incidents of all rules, or of one, with so many at most that ended. */
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

/** Whether there is a channel at all that rules could send to. */
export async function hasChannel(): Promise<boolean> {
  const { settings } = await services();
  return (await settings.listChannels()).length > 0;
}
