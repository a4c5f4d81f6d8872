import { describe } from 'vitest';
import { alertFiguresContract } from './contract/alert-figures';
import { convergenceContract } from './contract/convergence';
import { costsContract } from './contract/costs';
import { costsAddUpContract } from './contract/costs-add-up';
import { detailsContract } from './contract/details';
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
import { traceAttributesContract } from './contract/trace-attributes';
import { writingContract } from './contract/writing';

/** Every sentence of store.ts as a test, to be run against each engine. */
export function storeContract(name: string, open: OpenEmptyStore): void {
  describe(`${name} keeps the store contract`, () => {
    describe('writing', () => writingContract(open));
    describe('convergence', () => convergenceContract(open));
    describe('executions', () => executionsContract(open));
    describe('executions in any order', () => executionsConvergeContract(open));
    describe('executions told by instance and time', () => executionsInstancesContract(open));
    describe('counts of platforms', () => platformCountsContract(open));
    describe('figures', () => figuresContract(open));
    describe('figures of alert rules', () => alertFiguresContract(open));
    describe('costs', () => costsContract(open));
    describe('the parts of costs', () => costsAddUpContract(open));
    describe('lists', () => listsContract(open));
    describe('exploring', () => exploreContract(open));
    describe('traces by attribute', () => traceAttributesContract(open));
    describe('details', () => detailsContract(open));
    describe('links between traces', () => linksContract(open));
    describe('logs', () => logsContract(open));
    describe('counts and arrivals of logs', () => logQuestionsContract(open));
    describe('errors', () => errorsContract(open));
    describe('errors one by one', () => errorOccurrencesContract(open));
    describe('errors told by platforms', () => platformErrorsContract(open));
    describe('groups', () => groupsContract(open));
    describe('promoted attributes', () => promotedContract(open));
    describe('promoted attributes in any order', () => promotedConvergeContract(open));
    describe('retention', () => retentionContract(open));
    describe('lifetime', () => lifetimeContract(open));
  });
}
