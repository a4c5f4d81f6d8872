import type { Config } from '@/core/config';
import { examineClickHouse } from '@/core/store/index';
import type { Step } from './step';

/** What must be true of ClickHouse where telemetry is kept there; nothing elsewhere. */
export async function clickHouseSteps(
  { clickhouse }: Pick<Config, 'clickhouse'>,
  now: () => number,
): Promise<readonly Step[]> {
  if (clickhouse === null) return [];
  const examination = await examineClickHouse(clickhouse, now);
  return [
    { name: 'ClickHouse', needed: true, run: examination.server },
    { name: 'rights in ClickHouse', needed: true, run: examination.rights },
    { name: 'clock of ClickHouse', needed: false, run: examination.clock },
  ];
}
