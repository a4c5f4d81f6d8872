import { allFunctions } from '@/core/alerts/ask';
import { HEARTBEAT_RUNS, type Heartbeat, hasHeartbeat, heartbeatOf } from '@/core/alerts/heartbeats';
import { DAY_MS } from '@/core/model/time-range';
import type { FunctionRow } from '@/core/store/store';
import { services } from './door';

/** Schedules with longer intervals are not detected. */
const LOOK_BACK_MS = 31 * DAY_MS;
/** Of more functions, only those that ran last are examined. */
const MOST_FUNCTIONS = 200;

/**
 * Functions that run on a schedule without a heartbeat rule, by name, of one environment if given; functions that run
 * seldom need a month of data to be detected.
 */
export async function listHeartbeats(environment?: string): Promise<readonly Heartbeat[]> {
  const { reader, settings, now } = await services();
  const [functions, rules] = await Promise.all([allFunctions(reader), settings.listRules()]);
  const since = now() - LOOK_BACK_MS;
  const candidates = functions
    .filter((fn) => environment === undefined || fn.environment === environment)
    .filter((fn) => fn.lastSeen >= since && !hasHeartbeat(fn, rules))
    .toSorted((a, b) => b.lastSeen - a.lastSeen)
    .slice(0, MOST_FUNCTIONS);
  const found = await Promise.all(candidates.map(readHeartbeat));
  return found.filter((one) => one !== null).toSorted((a, b) => a.functionName.localeCompare(b.functionName));
}

/** The heartbeat that suits a function, whether or not one watches it; null if no schedule is detected. */
export async function getHeartbeat(functionId: string): Promise<Heartbeat | null> {
  const { reader } = await services();
  const fn = await reader.function(functionId);
  return fn === null ? null : readHeartbeat(fn);
}

async function readHeartbeat(fn: FunctionRow): Promise<Heartbeat | null> {
  const { reader, now } = await services();
  const range = { fromMs: now() - LOOK_BACK_MS, toMs: now() };
  const { items } = await reader.invocations({ functionId: fn.id, range, limit: HEARTBEAT_RUNS });
  return heartbeatOf(fn, items);
}
