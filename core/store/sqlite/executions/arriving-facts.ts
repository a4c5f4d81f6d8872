import { executionsOf, mergeFacts, type PlatformExecution } from '../../../model/platform/execution';
import { factsOfLog } from '../../../model/platform/facts-of-log';
import {
  type InstanceFact,
  instanceFactsOf,
  instanceFactsOfMetric,
} from '../../../model/platform/instance-fact';
import type { LogRecord, MetricPoint } from '../../../model/telemetry';

export interface ArrivingFacts {
  /** What is said about executions, by request id. */
  readonly executions: ReadonlyMap<string, readonly PlatformExecution[]>;
  /** What is said of instances, for no request id. */
  readonly instances: InstanceFact[];
}

/** What these records and points say. */
export function factsIn(logs: readonly LogRecord[], metrics: readonly MetricPoint[]): ArrivingFacts {
  const executions = new Map<string, readonly PlatformExecution[]>();
  const instances: InstanceFact[] = [];
  for (const log of logs) {
    for (const fact of factsOfLog(log)) {
      if (fact.requestId === null) {
        instances.push(...instanceFactsOf(fact));
        continue;
      }
      const known = executions.get(fact.requestId) ?? [];
      executions.set(fact.requestId, mergeFacts(known, executionsOf(fact)));
    }
  }
  for (const point of metrics) instances.push(...instanceFactsOfMetric(point));
  return { executions, instances };
}
