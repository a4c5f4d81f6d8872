import { expect, test } from 'vitest';
import { costsBy } from './costs-add-up';
import {
  batch,
  DAY,
  invocation,
  MS,
  type OpenEmptyStore,
  spanId,
  T0_NS,
  traceId,
  withStore,
} from './fixtures';

export function costsByAttributeContract(open: OpenEmptyStore): void {
  const root = invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + 100n * MS });

  test('costs are grouped by a promoted attribute, and by no other', () =>
    withStore(open, async ({ writer, reader, promotions }) => {
      await promotions.promote('tenant');
      await writer.write(
        batch([
          { ...root, attributes: { ...root.attributes, tenant: 'a' } },
          { ...root, traceId: traceId(2), attributes: { ...root.attributes, tenant: 'b' } },
          { ...root, traceId: traceId(3), attributes: { ...root.attributes, tenant: 'b' } },
          { ...root, traceId: traceId(4) },
        ]),
      );
      expect(await costsBy(reader, { range: DAY }, 'attribute')).toMatchObject([
        { key: 'b', invocations: 2, unpriced: 0 },
        { key: 'a', invocations: 1 },
      ]);
      const unknown = { range: DAY, groupBy: { by: 'attribute', key: 'route' }, limit: 5 } as const;
      await expect(reader.costs(unknown)).rejects.toMatchObject({ code: 'invalid_input' });
    }));
}
