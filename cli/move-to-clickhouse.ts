import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { formatPicoUsd } from '@/core/model/money';
import { createPricer } from '@/core/pricing/invocation';
import { openSettings } from '@/core/settings/index';
import { copyToClickHouse } from '@/core/store/index';

const TELL_EVERY = 100_000;

/**
 * `faaslens migrate --to clickhouse`: copies telemetry beside a running service and says of each day what both hold.
 * Answers 0 when they are equal. Settings stay where they are.
 */
export async function moveToClickHouse(
  { databaseFile, clickhouseNamed }: Pick<Config, 'databaseFile' | 'clickhouseNamed'>,
  print: (line: string) => void,
): Promise<number> {
  if (clickhouseNamed === null)
    throw new FaaslensError(
      'invalid_input',
      'FAASLENS_CLICKHOUSE_URL: must be set to where telemetry is to go, as http://clickhouse:8123',
    );
  const settings = await openSettings({ databaseFile });
  const prices = await settings.listPriceOverrides().finally(() => settings.close());
  let told = 0;
  const { copied, sums, differences } = await copyToClickHouse(
    { databaseFile, clickhouse: clickhouseNamed },
    createPricer(prices),
    (records) => {
      if (records - told < TELL_EVERY) return;
      told = records;
      print(`  ${records} spans and log records`);
    },
  );
  print(`Copied ${copied} spans and log records.`);
  for (const { day, spans, logs, invocations, cost } of sums)
    print(
      `  ${day}  ${spans} spans  ${logs} log records  ${invocations} invocations  ${formatPicoUsd(cost)} USD`,
    );
  if (differences.length === 0) {
    print(
      'Both hold the same. Repeat this after the service has stopped, then start it with FAASLENS_STORE=clickhouse.',
    );
    return 0;
  }
  for (const { day, original, copy } of differences) {
    const text = (one: typeof original) =>
      one === null
        ? 'nothing'
        : `${one.spans} spans, ${one.logs} log records, ${one.invocations} invocations, ${formatPicoUsd(one.cost)} USD`;
    print(`DIFFERENT  ${day}: ${text(original)} in the file; ${text(copy)} in ClickHouse`);
  }
  return 1;
}
