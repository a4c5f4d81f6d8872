import type { CostGroup } from '../../costs';

/** A group before it is known which ones are shown; what it does not have is null in the answer. */
export type AnyGroup = Partial<CostGroup> & Pick<CostGroup, 'key' | 'cost'>;
