import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: begun early, they end beside the others instead of after them. */
const SLOW = [
  'core/store/clickhouse/battery-second',
  'core/store/clickhouse/battery-first',
  'core/store/clickhouse/battery-third',
  'core/store/clickhouse/writer',
  'core/store/sqlite/sqlite',
  'core/alerts/engine-kills',
  'core/store/clickhouse/faults',
  'core/store/copy-history',
];

/** So many of them leave a third of a small machine to tests that mostly wait, as those with a process of their own do. */
const AT_FIRST = 2;

/**
 * Some slow files, beside which those with a process of their own run; then the others. Processes that are shared are
 * kept only from one file to the next: those with a process of their own among the others would end them.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = SLOW.findIndex((path) => moduleId.endsWith(`${path}.test.ts`));
      return at === -1 ? SLOW.length : at;
    };
    const own = sorted.filter(({ project }) => project.config.isolate);
    const shared = sorted.filter(({ project }) => !project.config.isolate);
    shared.sort((a, b) => rank(a) - rank(b));
    return [...shared.slice(0, AT_FIRST), ...own, ...shared.slice(AT_FIRST)];
  }
}
