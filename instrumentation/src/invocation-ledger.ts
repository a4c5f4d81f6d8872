import { recordFailure } from './outcome';
import type { Runtime, StartedInvocation } from './runtime';
import type { Attributes } from './trace/attributes';
import { describeException } from './trace/exception';
import { newSpanId } from './trace/ids';

/** What one process knows about its invocations together: how many there were, which run, what we cost them. */
export class InvocationLedger {
  private readonly running = new Set<StartedInvocation>();
  private sequence = 0;
  /** Made by the first invocation: a restored snapshot must not repeat it. */
  private instance: string | undefined;
  private lastFlushMs: number | undefined;

  constructor(private readonly runtime: Runtime) {
    runtime.onFatalError((error, invocation) => this.tellFatal(error, invocation));
  }

  /**
   * Notes an invocation and gives its span its number in this process or thread, `faaslens.sequence` of
   * `faaslens.instance`: from 1, without gaps among those that are recorded, so that a receiver can count the ones it
   * never saw.
   */
  begin(invocation: StartedInvocation): void {
    this.running.add(invocation);
    if (!invocation.span.isRecording()) return;
    this.sequence += 1;
    this.instance ??= newSpanId();
    invocation.span.setAttribute('faaslens.instance', this.instance);
    invocation.span.setAttribute('faaslens.sequence', this.sequence);
  }

  /** Ends an invocation and gives what its span says of the process: peak of memory, ms of the flush before. */
  end(invocation: StartedInvocation, peakMemoryMb: number | undefined): Attributes {
    this.running.delete(invocation);
    return {
      'faaslens.max_memory_used_mb': peakMemoryMb && Math.ceil(peakMemoryMb),
      'faaslens.overhead.previous_flush_ms': this.lastFlushMs,
    };
  }

  /** Runs a flush and remembers what it took. */
  async timed(flush: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await flush();
    this.lastFlushMs = Math.round((performance.now() - started) * 1000) / 1000;
  }

  /** The process is about to end by `error`: whatever runs is told as it stands. */
  private tellFatal(error: unknown, culprit: StartedInvocation | undefined): void {
    try {
      const { type } = describeException(error);
      const hit = culprit ? [culprit] : [...this.running];
      const telemetry = [...this.running].map((invocation) => {
        if (hit.includes(invocation)) recordFailure(invocation.span, error);
        if (this.runtime.isSdkUsed()) invocation.span.end();
        return invocation.telemetry.drainUnfinished(type, () => 'The process ended by an uncaught error');
      });
      this.runtime.flushNow({
        spans: telemetry.flatMap(({ spans }) => spans),
        logs: telemetry.flatMap(({ logs }) => logs),
      });
    } catch (failure) {
      this.runtime.diagnostics.internalError('a fatal error could not be told', failure);
    }
  }
}
