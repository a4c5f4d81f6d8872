import { DurationHistogram } from '../../model/histogram';
import type { Totals } from '../store';
import type { CostColumn } from './cost-columns';
import { CostSums, NO_PARTS } from './cost-sums';
import { nsToDurationMs } from './times';

/** The numbers of a rollup row that are summed, and the longest duration. */
export interface RollupSums extends Readonly<Record<CostColumn, bigint>> {
  readonly invocations: bigint;
  readonly ok: bigint;
  readonly error: bigint;
  readonly timeout: bigint;
  readonly oom: bigint;
  readonly throttled: bigint;
  readonly cold_starts: bigint;
  readonly duration_sum_ns: bigint;
  readonly duration_max_ns: bigint;
  readonly billed_ns: bigint;
  readonly cost_pico_usd: bigint;
  readonly unpriced: bigint;
  readonly reported: bigint;
  readonly received: bigint;
}

/** Histograms of rollup rows, as `DurationHistogram.mergeBytes` takes them; null and zero bytes are both empty. */
export interface RollupHistograms {
  readonly duration_buckets: Uint8Array | null;
  readonly init_buckets: Uint8Array | null;
  readonly memory_buckets: Uint8Array | null;
}

/** The columns of a rollup row that figures are computed from; integers are bigint. */
export type RollupFigures = RollupSums & RollupHistograms;

/** What platforms counted, beyond what rollup rows say. */
export interface Counted {
  /** Attempts that were not allowed to run; null when they were not counted. */
  readonly throttles: number | null;
  /** To be added to the reported executions, and to those of them with a span. */
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
  private readonly costs: CostSums | null;
  private countedThrottles: number | null = null;
  private readonly durations: Uint8Array[] = [];
  private readonly inits: Uint8Array[] = [];
  private readonly memory: Uint8Array[] = [];

  /** `withCosts`: whether to sum the parts of costs; otherwise they are 0. */
  constructor(withCosts = true) {
    this.costs = withCosts ? new CostSums() : null;
  }

  /** Without histograms, percentiles are null. */
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
    this.costs?.addRow(row);
    const { duration_buckets, init_buckets, memory_buckets } = row;
    if (duration_buckets !== null) this.durations.push(duration_buckets);
    if (init_buckets !== null) this.inits.push(init_buckets);
    if (memory_buckets !== null) this.memory.push(memory_buckets);
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
    const [p50, p95, p99] = percentilesOf(this.durations, [0.5, 0.95, 0.99]);
    const [initP50, initP95] = percentilesOf(this.inits, [0.5, 0.95]);
    const [memoryP50, memoryMax] = percentilesOf(this.memory, [0.5, 1]);
    const atMost = (value: number | null | undefined) => (value == null ? null : Math.min(value, max));
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
        p50: atMost(p50),
        p95: atMost(p95),
        p99: atMost(p99),
        max: some ? max : null,
      },
      initMs: { p50: initP50 ?? null, p95: initP95 ?? null },
      memoryShare: { p50: memoryP50 ?? null, max: memoryMax ?? null },
      billedDurationMs: nsToDurationMs(this.billedNs),
      cost: this.cost,
      costs: this.costs?.parts(this.cost) ?? NO_PARTS,
      unpriced: Number(this.unpriced),
      coverage:
        this.reported === 0n ? null : { expected: Number(this.reported), received: Number(this.received) },
    };
  }
}

/** Shared by all instances: a histogram is large, and there are many `Figures`. */
const scratch = new DurationHistogram();

/** Percentiles over all values of the histograms, in millionths; null when there are none. */
function percentilesOf(
  histograms: readonly Uint8Array[],
  shares: readonly number[],
): readonly (number | null)[] {
  scratch.clear();
  for (const bytes of histograms) scratch.mergeBytes(bytes);
  return shares.map((share) => {
    const value = scratch.percentile(share);
    return value === null ? null : value / 1e6;
  });
}
