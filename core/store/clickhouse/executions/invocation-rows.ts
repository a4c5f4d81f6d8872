import type { FunctionIdentity } from '../../../model/invocation';
import type { Connection } from '../connection';
import { Conditions, inPieces, textArray, textList, textLiteral } from '../statement';

/** A stored invocation of a request id. */
export interface RequestRow {
  readonly trace: string;
  readonly span: string;
  readonly request: string;
  readonly start: string;
  readonly duration: string;
  /** Whether only the platform told of it. */
  readonly orphan: number;
}

/** Looks for stored invocations by what platforms know of them. */
export interface InvocationRows {
  ofRequests(requestIds: Iterable<string>): Promise<readonly RequestRow[]>;
  /** Functions with spans that have one of these names. */
  functionsNamed(names: ReadonlySet<string>): Promise<readonly FunctionIdentity[]>;
  /** Request ids of invocations without a span whose function has one of these names, some at a time, in an order. */
  orphansNamed(names: ReadonlySet<string>): AsyncIterable<readonly string[]>;
}

const MOST_AT_ONCE = 1000;

export function prepareInvocationRows(connection: Connection): InvocationRows {
  return {
    async ofRequests(requestIds) {
      return inPieces(new Set(requestIds), (ids) =>
        connection.ask<RequestRow>(
          `SELECT i.trace_id AS trace, i.span_id AS span, assumeNotNull(i.invocation_id) AS request, i.start_ns AS start,
             i.duration_ns AS duration, i.source = 'platform' AS orphan
           FROM invocation AS i WHERE i.invocation_id IN ${textList(ids)}
             AND i.trace_id IN (SELECT trace_id FROM trace WHERE hasAny(requests, ${textArray(ids)}))`,
        ),
      );
    },
    async functionsNamed(names) {
      return inPieces(names, (some) =>
        connection.ask<FunctionIdentity>(
          `SELECT i.function_id AS id, any(i.function_name) AS name, any(i.provider) AS provider,
             any(i.account_id) AS accountId, any(i.region) AS region, any(i.environment) AS environment
           FROM invocation AS i WHERE i.function_name IN ${textList(some)} AND i.source != 'platform' GROUP BY id`,
        ),
      );
    },
    async *orphansNamed(names) {
      if (names.size === 0) return;
      const conditions = new Conditions()
        .and(`i.function_name IN ${textList(names)}`)
        .and("i.source = 'platform' AND i.invocation_id IS NOT NULL");
      for (let after = ''; ; ) {
        const rows = await connection.ask<{ request: string }>(
          `SELECT DISTINCT assumeNotNull(i.invocation_id) AS request FROM invocation AS i ${conditions.where}
             AND i.invocation_id > ${textLiteral(after)} ORDER BY request LIMIT ${MOST_AT_ONCE}`,
        );
        yield rows.map(({ request }) => request);
        if (rows.length < MOST_AT_ONCE) return;
        after = rows.at(-1)?.request ?? '';
      }
    },
  };
}
