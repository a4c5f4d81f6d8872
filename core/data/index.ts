import { join } from 'node:path';
import type { Config } from '../config';
import type { Settings } from '../settings/settings';
import type { Deletions } from '../store/deletions';
import type { StorePlace } from '../store/place';
import type { AttributePromotions, TelemetryReader } from '../store/store';
import { type Backtests, openBacktests } from './backtests';
import { remoteDeletions, remotePromotions, remoteReader, remoteSettings } from './protocol';
import { startThreads, type ThreadOptions } from './threads';

export interface Data extends Omit<Backtests, 'close'> {
  readonly reader: TelemetryReader;
  readonly settings: Settings;
  readonly promotions: AttributePromotions;
  readonly deletions: Deletions;
  close(): Promise<void>;
}

const DEADLINE_MS = 30_000;
const MOST_WAITING = 200;
/** SQLite runs in the thread itself. */
const OF_FILE = { max: 2, atOnce: 1 };
/** A thread only waits for the ClickHouse server; identical questions within one thread are asked once. */
const OF_SERVER = { max: 1, atOnce: 16 };
/** Every request is authorised there, which must not wait while passwords are hashed, a third of a second each. */
const OF_SETTINGS = { max: 1, atOnce: 64 };

/**
 * Opens the database for a process that serves people: every SQLite call runs in a worker thread, because the driver blocks.
 * Reads reject with `timeout` after a deadline of 30 s; with SQLite, their thread is then replaced. Settings, promotions and
 * deletions share a single thread without a deadline, so that a slow read never cuts off a write. That thread starts with the
 * first question about settings and ends after a minute without any; it answers several at once, and applies changes in turn.
 */
export function openData(
  config: StorePlace & Pick<Config, 'adminKey' | 'secretKey' | 'distDir'>,
  { deadlineMs = DEADLINE_MS }: { readonly deadlineMs?: number } = {},
): Data {
  const { databaseFile, clickhouse = null, adminKey, secretKey, distDir } = config;
  const common = {
    file: join(distDir, 'data-worker.js'),
    maxWaiting: MOST_WAITING,
    data: { databaseFile, clickhouse, adminKey, secretKey },
  } satisfies Partial<ThreadOptions>;
  const readers = clickhouse === null ? OF_FILE : OF_SERVER;
  const reads = startThreads({ ...common, entry: 'read', min: 1, deadlineMs, ...readers });
  const changes = startThreads({ ...common, entry: 'settings', min: 0, deadlineMs: null, ...OF_SETTINGS });

  const backtests = openBacktests({ file: join(distDir, 'backtest-worker.js'), databaseFile, clickhouse });

  const close = async () => {
    await Promise.all([reads.close(), changes.close(), backtests.close()]);
  };
  return {
    reader: remoteReader((call) => reads.call(call), close),
    settings: remoteSettings((call) => changes.call(call), close),
    promotions: remotePromotions((call) => changes.call(call), close),
    // Finding what a deletion would remove takes as long as reading a list.
    deletions: remoteDeletions((call) => (call.method === 'preview' ? reads : changes).call(call), close),
    prepareBacktest: backtests.prepareBacktest,
    backtest: backtests.backtest,
    evaluations: backtests.evaluations,
    close,
  };
}
