import type Database from 'better-sqlite3';
import type { BreakdownField } from '../../../model/explore/breakdown-fields';
import { OUTCOMES } from '../../../model/invocation';
import type { StatementEnd } from '../invocation-search';
import { type Interned, prepareTexts } from '../text-table';
import { ARCHITECTURE_CODES, type Coded, fromCode, TRIGGER_CODES } from '../values';

/** What invocations are counted by. */
export interface InvocationFacts {
  readonly id: bigint;
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  readonly cost: bigint | null;
  readonly functionName: string;
  readonly values: Readonly<Record<BreakdownField, string | null>>;
}

interface Row {
  readonly id: bigint;
  readonly trace_id: Buffer;
  readonly span_id: Buffer;
  readonly start_ns: bigint;
  readonly duration_ns: bigint;
  readonly cost_pico_usd: bigint | null;
  readonly version: Interned;
  readonly error_type: Interned;
  readonly trigger: Coded;
  readonly architecture: Coded;
  readonly outcome: bigint;
  readonly cold_start: bigint | null;
  readonly memory_mb: bigint | null;
  readonly function_no: bigint;
}

interface FunctionFacts {
  readonly no: bigint;
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly provider: string;
  readonly runtime: string | null;
  readonly environment: string;
}

const SELECT_FACTS = `SELECT i.id, i.trace_id, i.span_id, i.start_ns, i.duration_ns, i.cost_pico_usd, i.version,
    i.error_type, i.trigger, i.architecture, i.outcome, i.cold_start, i.memory_mb, i.function_no
  FROM invocation i`;

/** Reads what invocations are counted by; `end` as a search of invocations gives it. */
export function prepareInvocationFacts(
  db: Database.Database,
): (end: StatementEnd) => readonly InvocationFacts[] {
  const decode = prepareTexts(db);
  const functions = db
    .prepare<[], FunctionFacts>('SELECT no, id, name, region, provider, runtime, environment FROM function')
    .safeIntegers();
  return ({ sql, values }) => {
    const byNo = new Map(functions.all().map((one) => [one.no, one]));
    return db
      .prepare<unknown[], Row>(`${SELECT_FACTS} ${sql}`)
      .safeIntegers()
      .all(...values)
      .map((row) => {
        const of = byNo.get(row.function_no);
        return {
          id: row.id,
          traceId: row.trace_id,
          spanId: row.span_id,
          startNs: row.start_ns,
          durationNs: row.duration_ns,
          cost: row.cost_pico_usd,
          functionName: of?.name ?? '',
          values: {
            function: of?.id ?? null,
            outcome: fromCode(OUTCOMES, row.outcome),
            coldStart: row.cold_start === null ? null : String(row.cold_start === 1n),
            version: decode(row.version),
            memoryMb: row.memory_mb === null ? null : String(row.memory_mb),
            trigger: fromCode(TRIGGER_CODES, row.trigger),
            errorType: decode(row.error_type),
            region: of?.region || null,
            provider: of?.provider || null,
            runtime: of?.runtime || null,
            architecture: fromCode(ARCHITECTURE_CODES, row.architecture),
            environment: of?.environment ?? null,
          },
        };
      });
  };
}
