import { recordFailure, setDefined } from './outcome';
import type { Runtime, StartedInvocation } from './runtime';
import type { Attributes } from './trace/attributes';
import { describeException } from './trace/exception';
import { newSpanId } from './trace/ids';

/** What one process knows about its invocations together: how many there were, which run, what we cost them. */
export interface InvocationLedger {
  /**
   * Notes an invocation and gives its span its number among those of its function in this process or thread,
   * `faaslens.sequence` of `faaslens.instance`: from 1, without gaps among those that are recorded, so that a receiver
   * can count the ones it never saw.
   *
   * @param functionName where a process serves several functions
   */
  begin(invocation: StartedInvocation, functionName: unknown): void;
  /** Ends an invocation and gives what its span says of the process: peak of memory, ms of the flush before. */
  end(invocation: StartedInvocation, peakMemoryMb: number | undefined): Attributes;
  /** Runs a flush and remembers what it took. */
  timed(flush: () => Promise<void>): Promise<void>;
}

export function createLedger(runtime: Runtime): InvocationLedger {
  const running = new Set<StartedInvocation>();
  const sequences = new Map<unknown, number>();
  // Made by the first invocation: a restored snapshot must not repeat it.
  let instance: string | undefined;
  let lastFlushMs: number | undefined;

  // The process is about to end by an error: whatever runs is told as it stands.
  runtime.onFatalError((error, culprit, isEnd) => {
    try {
      // Waiting for the telemetry to go out would hold up everybody else.
      if (!isEnd) return culprit?.span.recordException(error as Error);
      const { type } = describeException(error);
      const telemetry = [...running].map((invocation) => {
        const { span } = invocation;
        if (culprit === undefined || culprit === invocation) recordFailure(span, error);
        if (runtime.isSdkUsed()) span.end();
        const message = () => 'The process ended by an uncaught error';
        return invocation.telemetry.drainUnfinished(type, message);
      });
      runtime.flushNow({
        spans: telemetry.flatMap(({ spans }) => spans),
        logs: telemetry.flatMap(({ logs }) => logs),
      });
    } catch (failure) {
      runtime.diagnostics.internalError('a fatal error could not be told', failure);
    }
  });

  return {
    begin(invocation, functionName) {
      const { span } = invocation;
      running.add(invocation);
      if (!span.isRecording()) return;
      const sequence = (sequences.get(functionName) ?? 0) + 1;
      sequences.set(functionName, sequence);
      instance ??= newSpanId();
      setDefined(span, { 'faaslens.instance': instance, 'faaslens.sequence': sequence });
    },
    end(invocation, peakMemoryMb) {
      running.delete(invocation);
      return {
        'faaslens.max_memory_used_mb': peakMemoryMb && Math.ceil(peakMemoryMb),
        'faaslens.overhead.previous_flush_ms': lastFlushMs,
      };
    },
    async timed(flush) {
      const started = performance.now();
      await flush();
      lastFlushMs = Math.round((performance.now() - started) * 1000) / 1000;
    },
  };
}
