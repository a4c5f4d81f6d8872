import { describe } from 'vitest';
import { convergenceContract } from './contract/convergence';
import { detailsContract } from './contract/details';
import { figuresContract } from './contract/figures';
import type { OpenEmptyStore } from './contract/fixtures';
import { listsContract } from './contract/lists';
import { logsContract } from './contract/logs';
import { writingContract } from './contract/writing';

/** Every sentence of store.ts as a test, to be run against each engine. */
export function storeContract(name: string, open: OpenEmptyStore): void {
  describe(`${name} keeps the store contract`, () => {
    describe('writing', () => writingContract(open));
    describe('convergence', () => convergenceContract(open));
    describe('figures', () => figuresContract(open));
    describe('lists', () => listsContract(open));
    describe('details', () => detailsContract(open));
    describe('logs', () => logsContract(open));
  });
}
