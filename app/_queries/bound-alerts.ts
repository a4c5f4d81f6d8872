import { FaaslensError } from '@/core/errors';
import type { Delivery, Incident, Rule, Settings, SettingsPage } from '@/core/settings/settings';
import type { TelemetryReader } from '@/core/store/store';
import { keep } from './bound-shared';

type AlertReads = Pick<
  Settings,
  | 'listRules'
  | 'getRule'
  | 'listIncidents'
  | 'getIncident'
  | 'getIncidentStory'
  | 'acknowledgeIncident'
  | 'addIncidentNote'
  | 'listRuleEvents'
  | 'listStandings'
  | 'listDeliveries'
  | 'previewTemplates'
>;

/** How many pages are searched for visible items; a page may then have fewer than requested. */
const MOST_PAGES = 20;

/** Rules, incidents and deliveries of one environment: those whose rule concerns it or one of its functions. */
export function bindAlerts(settings: Settings, reader: TelemetryReader, environment: string): AlertReads {
  const isOurs = async (functionId: string | null) =>
    functionId !== null && (await reader.function(functionId)) !== null;
  const seesRule = async ({ filter }: Rule) =>
    filter.environment === environment || (await isOurs(filter.functionId));
  const seesIncident = async ({ functionId, labels, ruleId }: Incident) => {
    if (functionId !== null) return isOurs(functionId);
    if (labels.environment !== undefined) return labels.environment === environment;
    const rule = await settings.getRule(ruleId).catch(() => null);
    return rule !== null && (await seesRule(rule));
  };
  const seesDelivery = async ({ incidentId }: Delivery) => {
    if (incidentId === null) return false;
    const incident = await settings.getIncident(incidentId).catch(() => null);
    return incident !== null && (await seesIncident(incident));
  };
  const mustSee = async (id: string) => must(await settings.getIncident(id), seesIncident, `incident ${id}`);
  return {
    listRules: async () => keep(await settings.listRules(), seesRule),
    getRule: async (id) => must(await settings.getRule(id), seesRule, `rule ${id}`),
    getIncident: mustSee,
    getIncidentStory: async (id) => {
      await mustSee(id);
      return settings.getIncidentStory(id);
    },
    acknowledgeIncident: async (id, input) => {
      await mustSee(id);
      return settings.acknowledgeIncident(id, input);
    },
    addIncidentNote: async (id, input) => {
      await mustSee(id);
      return settings.addIncidentNote(id, input);
    },
    listRuleEvents: async (query) => {
      await must(await settings.getRule(query.ruleId), seesRule, `rule ${query.ruleId}`);
      return settings.listRuleEvents(query);
    },
    listStandings: async () => {
      const seen = new Set((await keep(await settings.listRules(), seesRule)).map(({ id }) => id));
      return (await settings.listStandings()).filter(({ ruleId }) => seen.has(ruleId));
    },
    listIncidents: (query) =>
      pages(query.limit, query.cursor, (at) => settings.listIncidents({ ...query, ...at }), seesIncident),
    listDeliveries: (query) =>
      pages(query.limit, query.cursor, (at) => settings.listDeliveries({ ...query, ...at }), seesDelivery),
    // It shows the newest alert of any environment.
    previewTemplates: async () => {
      throw new FaaslensError('forbidden', 'this needs access to all environments');
    },
  };
}

async function must<Item>(item: Item, sees: (item: Item) => Promise<boolean>, what: string): Promise<Item> {
  if (await sees(item)) return item;
  throw new FaaslensError('not_found', `There is no ${what}`);
}

async function pages<Item>(
  limit: number,
  cursor: string | undefined,
  read: (at: { limit: number; cursor?: string }) => Promise<SettingsPage<Item>>,
  sees: (item: Item) => Promise<boolean>,
): Promise<SettingsPage<Item>> {
  const items: Item[] = [];
  let next = cursor ?? null;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await read({ limit: limit - items.length, ...(next === null ? {} : { cursor: next }) });
    items.push(...(await keep(page.items, sees)));
    next = page.nextCursor;
    if (next === null || items.length >= limit) break;
  }
  return { items, nextCursor: next };
}
