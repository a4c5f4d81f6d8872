import { services } from './door';
import type { Services } from './services';

/** What may be different now on the screens: what was measured, an incident, or only the time; `start` tells that it is watched from now on. */
export type Change = 'start' | 'telemetry' | 'incidents' | 'time';

const PAUSE_MS = 1000;
/** Incidents begin and end on whole minutes; someone may take one on at any time. */
const PAUSES_PER_LOOK = 3;
const MOST_INCIDENTS = 50;
/** A range that ends now goes on even when nothing comes. */
const QUIET_MS = 60_000;

/**
 * Tells at once and then, without end, that a screen would look different now; null when nothing changed. It says nothing of what
 * changed: a screen asks for that by itself, with the rights of its reader.
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
