import { executionsOf, type PlatformExecution } from '../../../model/platform/execution';
import { factsOfLog } from '../../../model/platform/facts-of-log';
import {
  type InstanceFact,
  instanceFactsOf,
  instanceFactsOfMetric,
} from '../../../model/platform/instance-fact';
import type { LogRecord, MetricPoint } from '../../../model/telemetry';
import { instanceFactToText } from '../../derive/instance-fact-text';
import { hashOf, wellFormed } from '../text';

/** What one log record says of executions of a request id. */
export interface SaidPiece {
  readonly requestId: string;
  /** Equal for what is said twice. */
  readonly piece: string;
  readonly executions: readonly PlatformExecution[];
  /** Milliseconds since the epoch, when it was received before now. */
  readonly receivedMs?: number;
}

export interface Pieces {
  readonly said: readonly SaidPiece[];
  /** What was said of instances, for no request id. */
  readonly instances: readonly InstanceFact[];
}

/** What these records, by their ids, and points say. */
export function piecesIn(
  logs: Iterable<readonly [id: string, log: LogRecord]>,
  metrics: readonly MetricPoint[],
): Pieces {
  const said: SaidPiece[] = [];
  const instances: InstanceFact[] = metrics.flatMap((point) => [...instanceFactsOfMetric(point)]);
  for (const [piece, log] of logs) {
    for (const fact of factsOfLog(log)) {
      if (fact.requestId === null) instances.push(...instanceFactsOf(fact));
      else said.push({ requestId: wellFormed(fact.requestId), piece, executions: executionsOf(fact) });
    }
  }
  return { said, instances };
}

export function pieceOf(fact: InstanceFact): string {
  return pieceOfText(instanceFactToText(fact));
}

/** Of the text of a fact. */
export function pieceOfText(text: string): string {
  return hashOf(text, 32);
}
