import { checkedLimit } from '../derive/checked-limit';
import type { AttributeGroups, AttributeGroupsQuery } from '../store';
import type { Connection } from './connection';
import { readOwners } from './owners';
import { Conditions } from './statement';

/** Counts all spans, whatever the time it takes: one sample, and the whole of them. */
export function prepareAttributeGroups(
  connection: Connection,
): (query: AttributeGroupsQuery) => Promise<AttributeGroups> {
  return async ({ range, environment, functionId, key, limit }) => {
    const most = checkedLimit(limit);
    const conditions = new Conditions()
      .within('start_ns', range)
      .andIf(environment, 'environment = ?')
      .and('mapContains(values, ?)', key);
    if (functionId !== undefined) (await readOwners(connection)).narrow(conditions, functionId);
    const value = conditions.bind('values[?]', key);
    const rows = await connection.ask<{ value: string; spans: string }>(
      `SELECT ${value} AS value, count() AS spans FROM span FINAL ${conditions.where}
       GROUP BY value ORDER BY spans DESC, value LIMIT ${most}`,
      conditions.values,
    );
    const parts = Math.min(rows.length, 1);
    return {
      groups: rows.map((row) => ({ value: row.value, spans: Number(row.spans), standardError: 0 })),
      sampledBlocks: parts,
      totalBlocks: parts,
      exact: true,
    };
  };
}
