import type { BreakdownField } from '../../../model/explore/breakdown-fields';
import type { CountedInvocation } from '../../derive/breakdown-groups';

/** What invocations are counted by. */
export interface InvocationFacts extends CountedInvocation {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNs: bigint;
}

/** Null, as '', is what is not known; but an environment may have no name. */
const FIELDS: Readonly<Record<BreakdownField, string>> = {
  function: 'toNullable(i.function_id)',
  outcome: 'toNullable(i.outcome)',
  coldStart: "if(i.cold_start IS NULL, NULL, if(i.cold_start = 1, 'true', 'false'))",
  version: 'i.version',
  memoryMb: 'toString(i.memory_mb)',
  trigger: 'i.trigger',
  errorType: 'i.error_type',
  region: "nullIf(i.region, '')",
  provider: "nullIf(i.provider, '')",
  runtime: "nullIf(i.runtime, '')",
  architecture: 'i.architecture',
  environment: 'toNullable(i.environment)',
};

const NAMES = Object.keys(FIELDS) as readonly BreakdownField[];

export interface FactsRow {
  readonly trace: string;
  readonly span: string;
  readonly start: string;
  readonly duration: string;
  readonly paid: string | null;
  readonly name: string;
  readonly facts: readonly (string | null)[];
}

/** Columns of a `FactsRow`, of `invocation AS i`. */
export const FACTS_SELECT = `i.trace_id AS trace, i.span_id AS span, i.start_ns AS start, i.duration_ns AS duration,
  i.cost AS paid, i.function_name AS name,
  [${NAMES.map((name) => `CAST(${FIELDS[name]}, 'Nullable(String)')`).join(', ')}] AS facts`;

export const NEWEST_FIRST = 'ORDER BY i.start_ns DESC, i.trace_id DESC, i.span_id DESC';

export function toFacts(row: FactsRow): InvocationFacts {
  return {
    traceId: row.trace,
    spanId: row.span,
    startNs: BigInt(row.start),
    durationNs: BigInt(row.duration),
    cost: row.paid === null ? null : BigInt(row.paid),
    functionName: row.name,
    values: Object.fromEntries(
      NAMES.map((name, index) => [name, row.facts[index] ?? null]),
    ) as InvocationFacts['values'],
  };
}
