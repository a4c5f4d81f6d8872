import { compare } from '../../model/order';
import type { SizeFigures } from '../costs';

/** The first `limit` sizes: those with most invocations first, then the cheaper; the remaining fields break ties. */
export function mostInvoked(sizes: readonly SizeFigures[], limit: number): readonly SizeFigures[] {
  return sizes
    .toSorted(
      (a, b) =>
        b.invocations - a.invocations ||
        compare(a.cost, b.cost) ||
        compare(a.functionId, b.functionId) ||
        a.memoryMb - b.memoryMb ||
        compare(a.architecture ?? '', b.architecture ?? ''),
    )
    .slice(0, limit);
}
