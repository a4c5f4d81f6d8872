import { executionsOf, mergeFacts, type PlatformExecution } from '../../../model/platform/execution';
import { factsOfLog } from '../../../model/platform/facts-of-log';
import type { LogRecord } from '../../../model/telemetry';

/** What these records say about executions, by request id. */
export function factsOfLogs(logs: readonly LogRecord[]): Map<string, readonly PlatformExecution[]> {
  const executions = new Map<string, readonly PlatformExecution[]>();
  for (const log of logs) {
    for (const fact of factsOfLog(log)) {
      if (fact.requestId === null) continue;
      const known = executions.get(fact.requestId) ?? [];
      executions.set(fact.requestId, mergeFacts(known, executionsOf(fact)));
    }
  }
  return executions;
}
