import { DurationHistogram } from '../../model/histogram';
import type { Totals } from '../store';
import { COST_COLUMNS, type CostColumn } from './cost-columns';
import { CostSums } from './cost-sums';
import { nsToDurationMs } from './times';

/** The columns of a rollup row that figures are made of; integers are bigint. */
export interface RollupFigures extends Readonly<Record<CostColumn, bigint>> {
  readonly invocations: bigint;
  readonly ok: bigint;
  readonly error: bigint;
  readonly timeout: bigint;
  readonly oom: bigint;
  readonly throttled: bigint;
  readonly cold_starts: bigint;
  readonly duration_sum_ns: bigint;
  readonly duration_max_ns: bigint;
  readonly duration_buckets: Buffer;
  readonly init_buckets: Buffer;
  readonly memory_buckets: Buffer;
  readonly billed_ns: bigint;
  readonly cost_pico_usd: bigint;
  readonly unpriced: bigint;
  readonly reported: bigint;
  readonly received: bigint;
}

export const FIGURE_COLUMNS =
  'invocations, ok, error, timeout, oom, throttled, cold_starts, duration_sum_ns, duration_max_ns, duration_buckets, ' +
  `init_buckets, memory_buckets, billed_ns, cost_pico_usd, unpriced, reported, received, ${COST_COLUMNS.join(', ')}`;

/** What platforms counted, beyond what rollup rows say. */
export interface Counted {
  /** Attempts that were not allowed to run; null when they were not counted. */
  readonly throttles: number | null;
  /** To be added to the executions that were reported, and to those of them with a span. */
  readonly expected: number;
  readonly received: number;
}

/** Sums rollup rows. */
export class Figures {
  private invocations = 0n;
  private ok = 0n;
  private failed = 0n;
  private timeouts = 0n;
  private ooms = 0n;
  private throttles = 0n;
  private coldStarts = 0n;
  private durationSumNs = 0n;
  private durationMaxNs = 0n;
  private billedNs = 0n;
  private cost = 0n;
  private unpriced = 0n;
  private reported = 0n;
  private received = 0n;
  private readonly costs = new CostSums();
  private countedThrottles: number | null = null;
  private histogram: DurationHistogram | null = null;
  private inits: DurationHistogram | null = null;
  private memory: DurationHistogram | null = null;

  add(row: RollupFigures): void {
    this.invocations += row.invocations;
    this.ok += row.ok;
    this.failed += row.error;
    this.timeouts += row.timeout;
    this.ooms += row.oom;
    this.throttles += row.throttled;
    this.coldStarts += row.cold_starts;
    this.durationSumNs += row.duration_sum_ns;
    if (row.duration_max_ns > this.durationMaxNs) this.durationMaxNs = row.duration_max_ns;
    this.billedNs += row.billed_ns;
    this.cost += row.cost_pico_usd;
    this.unpriced += row.unpriced;
    this.reported += row.reported;
    this.received += row.received;
    this.costs.addRow(row);
    this.histogram = merged(this.histogram, row.duration_buckets);
    this.inits = merged(this.inits, row.init_buckets);
    this.memory = merged(this.memory, row.memory_buckets);
  }

  addCounted({ throttles, expected, received }: Counted): void {
    if (throttles !== null) this.countedThrottles = (this.countedThrottles ?? 0) + throttles;
    this.reported += BigInt(expected);
    this.received += BigInt(received);
  }

  totals(): Totals {
    const invocations = Number(this.invocations);
    const errors = Number(this.invocations - this.ok);
    const coldStarts = Number(this.coldStarts);
    const max = nsToDurationMs(this.durationMaxNs);
    const some = invocations > 0;
    const percentile = (q: number) => {
      const ns = this.histogram?.percentile(q) ?? null;
      return ns === null ? null : Math.min(ns / 1e6, max);
    };
    const millionth = (histogram: DurationHistogram | null, q: number) => {
      const value = histogram?.percentile(q) ?? null;
      return value === null ? null : value / 1e6;
    };
    return {
      invocations,
      outcomes: {
        ok: Number(this.ok),
        error: Number(this.failed),
        timeout: Number(this.timeouts),
        oom: Number(this.ooms),
        throttled: Number(this.throttles),
      },
      errors,
      errorRate: some ? errors / invocations : null,
      timeouts: Number(this.timeouts),
      ooms: Number(this.ooms),
      throttles:
        this.throttles === 0n && this.countedThrottles === null
          ? null
          : Number(this.throttles) + (this.countedThrottles ?? 0),
      coldStarts,
      coldStartRate: some ? coldStarts / invocations : null,
      durationMs: {
        avg: some ? nsToDurationMs(this.durationSumNs) / invocations : null,
        p50: percentile(0.5),
        p95: percentile(0.95),
        p99: percentile(0.99),
        max: some ? max : null,
      },
      initMs: { p50: millionth(this.inits, 0.5), p95: millionth(this.inits, 0.95) },
      memoryShare: { p50: millionth(this.memory, 0.5), max: millionth(this.memory, 1) },
      billedDurationMs: nsToDurationMs(this.billedNs),
      cost: this.cost,
      costs: this.costs.parts(this.cost),
      unpriced: Number(this.unpriced),
      coverage:
        this.reported === 0n ? null : { expected: Number(this.reported), received: Number(this.received) },
    };
  }
}

function merged(histogram: DurationHistogram | null, bytes: Uint8Array): DurationHistogram | null {
  if (bytes.length === 0) return histogram;
  const whole = histogram ?? new DurationHistogram();
  whole.mergeBytes(bytes);
  return whole;
}
