import { functionFacts } from '../../model/function-facts';
import { normaliseAttributes } from '../../model/normalise';
import { completeFacts } from '../../model/platform/complete-invocation';
import { orphanInvocation } from '../../model/platform/orphan-invocation';
import { resourceFacts } from '../derive/resource-facts';
import { fromExecutionColumns } from './executions/execution-columns';
import type { FactsOf } from './function-table';
import type { InvocationTable } from './invocation-table';
import type { StoredTraces } from './stored-traces';
import { MAX_TIME_NS } from './values';

/** What a stored invocation says about its function: its span, completed by what the platform said, or that alone. */
export function createRowFacts(invocations: Pick<InvocationTable, 'byId'>, stored: StoredTraces): FactsOf {
  return (rowId) => {
    const record = invocations.byId(rowId);
    if (record === null) throw new Error('an invocation has no row');
    const execution = fromExecutionColumns(record, record.invocation_id ?? '', record.start_ns);
    if (record.source === 'platform') {
      const orphan = execution && orphanInvocation(execution, 2n * MAX_TIME_NS);
      if (!orphan) throw new Error('an invocation without a span has no execution');
      return orphan.facts;
    }
    const span = stored.spansOf(record.trace_id.toString('hex')).get(record.span_id.toString('hex'));
    if (!span) throw new Error('an invocation has no span');
    const facts = functionFacts(
      normaliseAttributes(span.attributes),
      resourceFacts(span.resource).attributes,
    );
    return completeFacts(facts, execution);
  };
}
