import { describe } from 'vitest';
import { alertFiguresContract } from './contract/alert-figures';
import { alertFiguresByAttributeContract } from './contract/alert-figures-by-attribute';
import { convergenceContract } from './contract/convergence';
import { costsContract } from './contract/costs';
import { costsAddUpContract } from './contract/costs-add-up';
import { costsByAttributeContract } from './contract/costs-by-attribute';
import { deletionsContract } from './contract/deletions';
import { dependenciesContract } from './contract/dependencies';
import { detailsContract } from './contract/details';
import { errorInvocationsContract } from './contract/error-invocations';
import { errorOccurrencesContract } from './contract/error-occurrences';
import { errorsContract } from './contract/errors';
import { executionsContract } from './contract/executions';
import { executionsConvergeContract } from './contract/executions-converge';
import { executionsInstancesContract } from './contract/executions-instances';
import { exploreContract } from './contract/explore';
import { figuresContract } from './contract/figures';
import type { OpenEmptyStore } from './contract/fixtures';
import { groupsContract } from './contract/groups';
import { lifetimeContract } from './contract/lifetime';
import { linksContract } from './contract/links';
import { listsContract } from './contract/lists';
import { logQuestionsContract } from './contract/log-questions';
import { logsContract } from './contract/logs';
import { platformCountsContract } from './contract/platform-counts';
import { platformErrorsContract } from './contract/platform-errors';
import { promotedContract } from './contract/promoted';
import { promotedConvergeContract } from './contract/promoted-converge';
import { retentionContract } from './contract/retention';
import { thinningContract } from './contract/thinning';
import { traceAttributesContract } from './contract/trace-attributes';
import { writingContract } from './contract/writing';

/** The parts of the contract, in reading order. */
const PARTS = {
  writing: writingContract,
  convergence: convergenceContract,
  executions: executionsContract,
  'executions in any order': executionsConvergeContract,
  'executions told by instance and time': executionsInstancesContract,
  'counts of platforms': platformCountsContract,
  figures: figuresContract,
  'figures of alert rules': alertFiguresContract,
  'figures of alert rules by attribute': alertFiguresByAttributeContract,
  costs: costsContract,
  'costs by attribute': costsByAttributeContract,
  'the parts of costs': costsAddUpContract,
  dependencies: dependenciesContract,
  lists: listsContract,
  exploring: exploreContract,
  'traces by attribute': traceAttributesContract,
  details: detailsContract,
  'links between traces': linksContract,
  logs: logsContract,
  'counts and arrivals of logs': logQuestionsContract,
  errors: errorsContract,
  'invocations of errors': errorInvocationsContract,
  'errors one by one': errorOccurrencesContract,
  'errors told by platforms': platformErrorsContract,
  groups: groupsContract,
  'promoted attributes': promotedContract,
  'promoted attributes in any order': promotedConvergeContract,
  retention: retentionContract,
  thinning: thinningContract,
  deletions: deletionsContract,
  lifetime: lifetimeContract,
} satisfies Readonly<Record<string, (open: OpenEmptyStore) => void>>;

/** Which parts to run: every `of`-th, starting at `at`, so that several files share them and run in parallel. */
export interface Share {
  readonly at: number;
  readonly of: number;
}

/** Every sentence of store.ts as a test, to be run against each engine. */
export function storeContract(
  name: string,
  open: OpenEmptyStore,
  { at, of }: Share = { at: 0, of: 1 },
): void {
  describe(`${name} keeps the store contract`, () => {
    for (const [number, [part, contract]] of Object.entries(PARTS).entries()) {
      if (number % of !== at) continue;
      describe(part, () => contract(open));
    }
  });
}
