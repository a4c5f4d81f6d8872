import { stepsOf } from '../../derive/steps';
import type { ExploreReader } from '../../explore';
import type { Connection } from '../connection';
import { figureConditions } from '../query-figures';

interface Row {
  readonly function: string;
  readonly step: string;
  readonly invocations: string;
  readonly errors: string;
}

export function prepareFunctionSeries(connection: Connection): ExploreReader['functionSeries'] {
  return async ({ range, stepMs, functionIds }) => {
    const { first, length } = stepsOf(range, stepMs);
    const conditions = figureConditions({ range }).and('has(?, i.function_id)', functionIds);
    const step = conditions.bind('intDiv(i.start_ns, ?)', BigInt(stepMs) * 1_000_000n);
    const rows = await connection.ask<Row>(
      `SELECT i.function_id AS function, toString(${step}) AS step, count() AS invocations,
         countIf(i.outcome != 'ok') AS errors
       FROM invocation AS i ${conditions.where} GROUP BY function, step`,
      conditions.values,
    );
    const found = new Map<string, { readonly invocations: number[]; readonly errors: number[] }>();
    for (const row of rows) {
      const counts = found.get(row.function) ?? { invocations: zeros(length), errors: zeros(length) };
      found.set(row.function, counts);
      const index = Number(row.step) - first;
      counts.invocations[index] = Number(row.invocations);
      counts.errors[index] = Number(row.errors);
    }
    return Array.from(found, ([functionId, counts]) => ({ functionId, ...counts }));
  };
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
