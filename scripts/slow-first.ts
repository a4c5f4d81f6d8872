import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files whose tests wait for an engine: begun first, they end beside the others instead of after them. */
const SLOW = /core\/store\/clickhouse\//;

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
