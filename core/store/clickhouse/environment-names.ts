import type { TelemetryBatch } from '../../model/telemetry';
import { environmentsOf } from '../derive/arriving-batch';
import type { InternResource } from '../derive/resource-pool';
import type { Connection } from './connection';
import { wellFormed } from './text';

/** Names are written again now and then: the table may have been made anew since. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Stores the names of the environments that batches come from, each once a minute unless told otherwise. */
export function createEnvironmentNames(
  connection: Connection,
  intern: InternResource,
  rememberMs = REMEMBERED_MS,
): (batch: TelemetryBatch) => Promise<void> {
  /** When each was written; a monotonic clock's milliseconds. */
  const written = new Map<string, number>();
  return async (batch) => {
    const nowMs = performance.now();
    const isKnown = (name: string) => nowMs - (written.get(name) ?? Number.NEGATIVE_INFINITY) < rememberMs;
    const named = new Set([...environmentsOf(batch, intern)].map(wellFormed));
    const fresh = [...named].filter((name) => !isKnown(name));
    if (fresh.length === 0) return;
    await connection.insert(
      'environment',
      fresh.map((name) => ({ name })),
    );
    if (written.size > MOST_REMEMBERED) written.clear();
    for (const name of fresh) written.set(name, nowMs);
  };
}
