import { formatPicoUsd } from '@/core/model/money';
import type {
  FunctionInfoView,
  InvocationView,
  LogView,
  PageView,
  SpanDetailView,
  TraceListView,
} from '@/core/model/views';
import type { FunctionRow, InvocationRow, LogRow, Page, SpanDetail, TraceRow } from '@/core/store/store';
import { isoTime } from './time';

export function toPageView<Row, View>(page: Page<Row>, toView: (row: Row) => View): PageView<View> {
  return { items: page.items.map(toView), nextCursor: page.nextCursor };
}

export function toFunctionInfo(row: FunctionRow): FunctionInfoView {
  const { firstSeen, lastSeen, ...facts } = row;
  return { ...facts, firstSeen: isoTime(firstSeen), lastSeen: isoTime(lastSeen) };
}

export function toInvocationView(row: InvocationRow): InvocationView {
  return {
    invocationId: row.invocationId,
    traceId: row.traceId,
    spanId: row.spanId,
    functionId: row.functionId,
    functionName: row.functionName,
    environment: row.environment,
    version: row.version,
    trigger: row.trigger,
    startTime: isoTime(row.startTime),
    durationMs: row.durationMs,
    initDurationMs: row.initDurationMs,
    billedDurationMs: row.billedDurationMs,
    coldStart: row.coldStart,
    outcome: row.outcome,
    error:
      row.errorType === null && row.errorMessage === null
        ? null
        : { type: row.errorType, message: row.errorMessage },
    memoryMb: row.memoryMb,
    maxMemoryUsedMb: row.maxMemoryUsedMb,
    costUsd: row.cost === null ? null : formatPicoUsd(row.cost),
    costPrecision: row.costPrecision,
    costNote: row.costNote,
    requestKey: row.requestKey,
  };
}

export function toTraceListView({ cost, startTime, functions, ...row }: TraceRow): TraceListView {
  return {
    ...row,
    functions: [...new Set(functions.map(({ name }) => name))],
    startTime: isoTime(startTime),
    costUsd: cost === null ? null : formatPicoUsd(cost),
  };
}

export function toSpanView({ startTime, events, ...span }: SpanDetail): SpanDetailView {
  return {
    ...span,
    startTime: isoTime(startTime),
    events: events.map(({ name, time, attributes }) => ({
      name,
      time: isoTime(time),
      offsetMs: Math.round((time - startTime) * 1000) / 1000,
      attributes,
    })),
  };
}

export function toLogView({ time, ...log }: LogRow): LogView {
  return { ...log, time: isoTime(time) };
}
