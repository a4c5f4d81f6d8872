import { checkedLimit } from '../../derive/checked-limit';
import type { InvocationGroups, InvocationGroupsQuery } from '../../promoted-attributes';
import type { Connection } from '../connection';
import { Conditions } from '../statement';
import { checkPromoted } from './promoted-list';

export function prepareInvocationGroups(
  connection: Connection,
): (query: InvocationGroupsQuery) => Promise<InvocationGroups> {
  return async ({ range, environment, functionId, outcome, key, limit }) => {
    const most = checkedLimit(limit);
    await checkPromoted(connection, [key]);
    const conditions = new Conditions()
      .happened('i.start_ns', range)
      .andIf(environment, 'i.environment = ?')
      .andIf(functionId, 'i.function_id = ?')
      .andIf(outcome, 'i.outcome = ?')
      .and('mapContains(i.values, ?)', key);
    const rows = await connection.ask<{ value: string; invocations: string }>(
      `SELECT ${conditions.bind('i.values[?]', key)} AS value, count() AS invocations FROM invocation AS i
       ${conditions.where} GROUP BY value ORDER BY invocations DESC, value LIMIT ${most}`,
      conditions.values,
    );
    return {
      groups: rows.map(({ value, invocations }) => ({ value, invocations: Number(invocations) })),
      completeSince: null,
      exact: true,
    };
  };
}
