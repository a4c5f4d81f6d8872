import type { PriceInvocation } from '../../../model/invocation';
import type { CopyTarget } from '../../copy-history';
import { createResourcePool } from '../../derive/resource-pool';
import { createClickHouseBulletin } from '../bulletin';
import type { Connection } from '../connection';
import { readDaySums } from '../day-sums';
import { createDeriver } from '../deriving';
import { createStoredFacts } from '../stored-facts';
import { createClickHouseWriter } from '../writer';
import { prepareTakeOver } from './take-over';

/** What a history of this name is copied to, through a connection that it closes in the end. */
export function createClickHouseTarget(
  connection: Connection,
  name: string,
  price: PriceInvocation,
): CopyTarget {
  const writer = createClickHouseWriter(connection, price);
  const stored = createStoredFacts(connection, createResourcePool());
  return {
    writer,
    progress: createClickHouseBulletin(connection, `moved ${name}`),
    takingOver: prepareTakeOver(connection, createDeriver(connection, stored, price, Date.now), name),
    sumsOfCopy: (floorNs) => readDaySums(connection, floorNs),
    close: () => writer.close(),
  };
}
