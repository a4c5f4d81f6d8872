import { type Fraction, fraction, over, plus, times } from '../fraction';
import { type Charge, say } from '../product';
import { productCharge } from './common';
import type { LambdaGiven } from './lambda-inputs';

const KB_PER_DECIMAL_GB = fraction(1_000_000);
const DAYS_OF_MONTH = fraction(30);
/** Default retention of a durable execution's data. */
const RETENTION_DAYS = fraction(14);

/** How often Lambda ran; null when not given. A durable execution may take several invocations. */
export function invocationsOf({ requests, invocationsPerExecution }: LambdaGiven): Fraction | null {
  return requests && invocationsPerExecution ? times(requests, invocationsPerExecution) : requests;
}

/** Durable functions: operations, data written, and data retained while waiting and until it is deleted. */
export function durableCharges(given: LambdaGiven): readonly Charge[] {
  const { requests, operationsPerExecution, kbWrittenPerExecution, waitDays, retentionDays } = given;
  const operations = productCharge('durable-operations', [
    [requests, 'executions'],
    [operationsPerExecution, 'operations'],
  ]);
  if (!requests || !kbWrittenPerExecution) return operations;
  const gb = over(times(requests, kbWrittenPerExecution), KB_PER_DECIMAL_GB);
  const days = plus(waitDays ?? fraction(0), retentionDays ?? RETENTION_DAYS);
  const written = `${say(requests)} executions × ${say(kbWrittenPerExecution)} KB`;
  return [
    ...operations,
    { meter: 'durable-data-written', quantity: gb, how: written },
    {
      meter: 'durable-data-retained',
      quantity: over(times(gb, days), DAYS_OF_MONTH),
      how: `${written} × ${say(days)} / 30 days`,
    },
  ];
}
