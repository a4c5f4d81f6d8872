import { services } from './door';
import type { Services } from './services';

/** Why screens may look different: new data, an incident, or only the time; `start`: watching has begun. */
export type Change = 'start' | 'telemetry' | 'incidents' | 'time';

const PAUSE_MS = 1000;
/** Incidents begin and end on whole minutes, but can be acknowledged at any time. */
const PAUSES_PER_LOOK = 3;
const MOST_INCIDENTS = 50;
/** A range that ends now moves on even if nothing arrives. */
const QUIET_MS = 60_000;

/**
 * Yields at once, and then without end, whenever a screen would look different; null if nothing changed. It carries no
 * data: a screen queries that itself, with the rights of its reader.
 */
export async function* watchChanges(
  wait: (ms: number) => Promise<void>,
): AsyncGenerator<Change | null, void, undefined> {
  const { reader, settings, now } = await services();
  const stored = async () => (await reader.logArrivals({ after: null, limit: 1 })).cursor;
  let arrived = await stored();
  let incidents = await incidentsNow(settings);
  let toldAt = now();
  yield 'start';
  for (let pauses = 1; ; pauses += 1) {
    await wait(PAUSE_MS);
    let change: Change | null = null;
    const cursor = await stored();
    if (cursor !== arrived) change = 'telemetry';
    arrived = cursor;
    if (pauses % PAUSES_PER_LOOK === 0) {
      const next = await incidentsNow(settings);
      if (next !== incidents) change = 'incidents';
      incidents = next;
    }
    if (now() - toldAt >= QUIET_MS) change ??= 'time';
    if (change !== null) toldAt = now();
    yield change;
  }
}

async function incidentsNow(settings: Services['settings']): Promise<string> {
  const { items } = await settings.listIncidents({ limit: MOST_INCIDENTS, status: 'firing' });
  return items.map(({ id, acknowledgedAt }) => `${id} ${acknowledgedAt}`).join();
}
