import { expect, test } from 'vitest';
import { RANGE, write } from './alert-figures';
import { type OpenEmptyStore, withStore } from './fixtures';

export function alertFiguresByAttributeContract(open: OpenEmptyStore): void {
  test('figures are told apart by the values of a promoted attribute, and of no other', () =>
    withStore(open, async ({ writer, reader, promotions }) => {
      await promotions.promote('tenant');
      await write(writer, [
        { name: 'orders', minute: 8, tenant: 'acme', error: 'TypeError' },
        { name: 'orders', minute: 8, tenant: 'acme' },
        { name: 'orders', minute: 9, tenant: '42' },
        { name: 'orders', minute: 9 },
      ]);
      const by = { kind: 'attribute', key: 'tenant' } as const;
      const rows = await reader.invocationFigures({ range: RANGE, by, durations: false });
      const found = [...rows.group].map((group, index) => [
        rows.groups[group]?.detail,
        rows.counts.invocations?.[index],
        rows.counts.ok?.[index],
      ]);
      expect(found.sort()).toEqual([
        ['42', 1, 1],
        ['acme', 2, 1],
      ]);
      const other = { kind: 'attribute', key: 'other' } as const;
      await expect(
        reader.invocationFigures({ range: RANGE, by: other, durations: false }),
      ).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }));
}
