import { mergeFacts } from '../../../model/platform/execution';
import type { InstanceFact } from '../../../model/platform/instance-fact';
import { executionsToText } from '../../../model/platform/stored-executions';
import type { HistoryRest, MovedExecution } from '../../history';
import type { Connection } from '../connection';
import type { Deriver } from '../deriving';
import { pieceOf } from '../executions/pieces';
import { createSaidTable } from '../executions/said';
import { inPieces, textList } from '../statement';
import { hashOf, wellFormed } from '../text';

const NO_IDS: ReadonlySet<string> = new Set();

/**
 * What platforms said that no copied record says: of executions, and of instances. Derives what follows from it. `isAnew`:
 * also from what is stored already, since it may have been cut off between the two.
 */
export async function takeSaid(
  connection: Connection,
  deriver: Deriver,
  rest: Pick<HistoryRest, 'executions' | 'instanceFacts'>,
  isAnew: boolean,
): Promise<void> {
  const table = createSaidTable(connection);

  const newsIn = async (moved: readonly MovedExecution[]): Promise<readonly MovedExecution[]> => {
    if (isAnew) return moved;
    const known = await table.of(moved.map(({ requestId }) => wellFormed(requestId)));
    return moved.filter(({ requestId, executions, isOrphan }) => {
      const stored = known.get(wellFormed(requestId));
      // That it waited long enough for a span is told by when it was received.
      if (stored === undefined || (isOrphan && stored.receivedMs > 0)) return true;
      const merged = mergeFacts(stored.executions, executions);
      return executionsToText(merged) !== executionsToText(stored.executions);
    });
  };

  const notStored = async (facts: readonly InstanceFact[]): Promise<readonly InstanceFact[]> => {
    const rows = await inPieces(facts, (some) => {
      const names = textList(new Set(some.map(({ origin }) => wellFormed(origin.name))));
      return connection.ask<{ piece: string }>(
        `SELECT piece FROM instance_fact WHERE function_name IN ${names} AND piece IN ${textList(some.map(pieceOf))}`,
      );
    });
    const known = new Set(rows.map(({ piece }) => piece));
    return facts.filter((fact) => !known.has(pieceOf(fact)));
  };

  for (const moved of rest.executions()) {
    const news = await newsIn(moved);
    if (news.length === 0) continue;
    await deriver.takeOver(
      news.map(({ requestId, executions, receivedMs }) => ({
        requestId: wellFormed(requestId),
        piece: hashOf(executionsToText(executions), 32),
        executions,
        receivedMs,
      })),
      new Set(news.flatMap(({ requestId, isOrphan }) => (isOrphan ? wellFormed(requestId) : []))),
    );
  }
  for (const facts of rest.instanceFacts()) {
    const news = isAnew ? facts : await notStored(facts);
    await deriver.store({ said: [], instances: news });
    await deriver.derive({ traceIds: NO_IDS, requestIds: NO_IDS, instances: news, gone: [] });
  }
}
