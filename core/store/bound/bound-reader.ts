import { FaaslensError } from '../../errors';
import type { TelemetryReader } from '../store';
import { bindErrors } from './bound-errors';
import { bindExplore } from './bound-explore';
import { bindTraces } from './bound-traces';

interface Filtered {
  readonly environment?: string;
  readonly functionId?: string;
}

/**
 * A reader for someone who may see only one environment. What belongs to others does not exist for them: lists leave it
 * out, a single item is null, and a filter that names it is `not_found`. What spans environments (a trace that crosses
 * them, an error group) shows only its part in this one.
 */
export function bindReader(reader: TelemetryReader, environment: string): TelemetryReader {
  const ofFunction: TelemetryReader['function'] = async (id) => {
    const row = await reader.function(id);
    return row !== null && row.environment === environment ? row : null;
  };

  /** Restricts a query to this environment. @throws FaaslensError `not_found` when it names another one */
  const within = async <Query extends Filtered>(
    query: Query,
  ): Promise<Query & { readonly environment: string }> => {
    if (query.environment !== undefined && query.environment !== environment)
      throw new FaaslensError('not_found', `there is no environment ${query.environment}`);
    if (query.functionId !== undefined && (await ofFunction(query.functionId)) === null)
      throw new FaaslensError('not_found', `there is no function ${query.functionId}`);
    return { ...query, environment };
  };
  /** Alert rules are evaluated across all environments, never by a bound reader. */
  const forRulesOnly = async (): Promise<never> => {
    throw new FaaslensError(
      'not_found',
      'this access is bound to an environment: it cannot see figures of all environments',
    );
  };

  return {
    ...bindTraces(reader, environment, within),
    ...bindErrors(reader, within, ofFunction),
    ...bindExplore(reader, within, ofFunction),
    totals: async (query) => reader.totals(await within(query)),
    series: async (query) => reader.series(await within(query)),
    functions: async (query) => reader.functions(await within(query)),
    function: ofFunction,
    environments: async () => (await reader.environments()).filter((name) => name === environment),
    invocations: async (query) => reader.invocations(await within(query)),
    attempts: async (query) =>
      (await reader.attempts(query)).filter((row) => row.environment === environment),
    logs: async (query) => reader.logs(await within(query)),
    logCounts: async (query) => reader.logCounts(await within(query)),
    logArrivals: async (query) => reader.logArrivals(await within(query)),
    attributeGroups: async (query) => reader.attributeGroups(await within(query)),
    invocationGroups: async (query) => reader.invocationGroups(await within(query)),
    promotedAttributes: () => reader.promotedAttributes(),
    costs: async (query) => reader.costs(await within(query)),
    sizes: async (query) => reader.sizes(await within(query)),
    dependencies: async (query) => reader.dependencies(await within(query)),
    keptSince: () => reader.keptSince(),
    functionFigures: forRulesOnly,
    invocationFigures: forRulesOnly,
    dependencyFigures: async (query) => reader.dependencyFigures(await within(query)),
    lastRuns: forRulesOnly,
    throttledAttempts: forRulesOnly,
    newErrors: forRulesOnly,
    close: () => reader.close(),
  };
}
