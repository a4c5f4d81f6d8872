import { OUTCOMES } from '../../model/invocation';
import { type InvocationRecord, RECORD_COLUMNS } from './invocation-record';
import type { FunctionNaming } from './invocation-row';
import type { DecodeText, Interned, TextTable } from './text-table';
import {
  ARCHITECTURE_CODES,
  type Coded,
  fromCode,
  fromIdValue,
  PRECISION_CODES,
  SOURCE_CODES,
  TRIGGER_CODES,
  toCode,
  toIdValue,
} from './values';

/** How the table `invocation` holds a record: names as numbers, ids as bytes. */

type CodedColumn = 'source' | 'trigger' | 'architecture' | 'outcome' | 'cost_precision';
type InternedColumn = 'version' | 'error_type' | 'cost_note' | 'execution_origin';

type SqlValue = string | bigint | number | Buffer | null;

/** A row as `SELECT_INVOCATIONS` gives it; integers are bigint. */
export type StoredInvocation = Omit<InvocationRecord, CodedColumn | InternedColumn | 'invocation_id'> &
  Readonly<Record<CodedColumn, Coded>> &
  Readonly<Record<InternedColumn, Interned>> &
  FunctionNaming & { readonly id: bigint; readonly invocation_id: Buffer | string | null };

export const INSERT_INVOCATION = `INSERT INTO invocation (function_no, origin_no, ${RECORD_COLUMNS.join(', ')})
  VALUES (?, ?, ${RECORD_COLUMNS.map(() => '?').join(', ')})`;

/** `i` is the invocation, `f` its function. The order of the joins is said, so that rows are found by `i` alone. */
export const SELECT_INVOCATIONS = `SELECT i.id, ${RECORD_COLUMNS.map((column) => `i.${column}`).join(', ')},
    f.id AS function_id, f.environment, f.name AS function_name, f.region, f.provider, f.platform, o.origin
  FROM invocation i CROSS JOIN function f ON f.no = i.function_no CROSS JOIN function_origin o ON o.no = i.origin_no`;

/** The values for INSERT_INVOCATION: two numbers, then in the order of RECORD_COLUMNS. */
export function toStoredValues(
  record: InvocationRecord,
  functionNo: number,
  originNo: number,
  texts: TextTable,
): SqlValue[] {
  return [
    functionNo,
    originNo,
    record.trace_id,
    record.span_id,
    toCode(SOURCE_CODES, record.source),
    toIdValue(record.invocation_id),
    texts.encode(record.version),
    toCode(TRIGGER_CODES, record.trigger),
    toCode(ARCHITECTURE_CODES, record.architecture),
    record.start_ns,
    record.duration_ns,
    record.init_duration_ms,
    record.reported_billed_ms,
    record.billed_ns,
    record.cold_start,
    toCode(OUTCOMES, record.outcome),
    texts.encode(record.error_type),
    record.error_message,
    record.memory_mb,
    record.max_memory_used_mb,
    record.cost_pico_usd,
    toCode(PRECISION_CODES, record.cost_precision),
    texts.encode(record.cost_note),
    record.execution,
    texts.encode(record.execution_origin),
    record.request_key,
    record.instance,
    record.cold_by_init,
    record.cost_split,
    record.calls,
  ];
}

export function fromStored(row: StoredInvocation, decode: DecodeText): InvocationRecord & FunctionNaming {
  return {
    ...row,
    source: fromCode(SOURCE_CODES, row.source) ?? '',
    trigger: fromCode(TRIGGER_CODES, row.trigger),
    architecture: fromCode(ARCHITECTURE_CODES, row.architecture),
    outcome: fromCode(OUTCOMES, row.outcome) ?? 'error',
    cost_precision: fromCode(PRECISION_CODES, row.cost_precision),
    version: decode(row.version),
    error_type: decode(row.error_type),
    cost_note: decode(row.cost_note),
    execution_origin: decode(row.execution_origin),
    invocation_id: fromIdValue(row.invocation_id),
  };
}
