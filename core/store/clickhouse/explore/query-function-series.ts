import { stepsOf } from '../../derive/steps';
import type { ExploreReader } from '../../explore';
import type { Connection } from '../connection';
import { figureConditions, stepTerm } from '../figure-conditions';
import { askFigures } from '../figure-rows';

const COUNTED = ['invocations', 'ok'] as const;

interface Keys {
  readonly function: string;
  readonly step: string;
}

export function prepareFunctionSeries(connection: Connection): ExploreReader['functionSeries'] {
  return async ({ range, stepMs, functionIds }) => {
    const { first, length } = stepsOf(range, stepMs);
    const rows = await askFigures<Keys, (typeof COUNTED)[number]>(
      connection,
      range,
      (part) => {
        const conditions = figureConditions({ range: part }).and('has(?, i.function_id)', functionIds);
        const step = stepTerm(conditions, stepMs);
        return {
          conditions,
          select: `i.function_id AS function, toString(${step}) AS step`,
          groupBy: 'function, step',
        };
      },
      { names: COUNTED, stepMs },
    );
    const found = new Map<string, { readonly invocations: number[]; readonly errors: number[] }>();
    for (const row of rows) {
      const counts = found.get(row.function) ?? { invocations: zeros(length), errors: zeros(length) };
      found.set(row.function, counts);
      // The hour in which the range begins may begin before it.
      const index = Math.max(Number(row.step) - first, 0);
      const invocations = Number(row.figure_invocations);
      counts.invocations[index] = (counts.invocations[index] ?? 0) + invocations;
      counts.errors[index] = (counts.errors[index] ?? 0) + invocations - Number(row.figure_ok);
    }
    return Array.from(found, ([functionId, counts]) => ({ functionId, ...counts }));
  };
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
