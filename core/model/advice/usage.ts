/** How a function ran at one memory size and architecture; times are means over its invocations. */
export interface SizeUsage {
  readonly memoryMb: number;
  readonly architecture: string | null;
  readonly invocations: number;
  /** Of the handler, init apart. */
  readonly durationMs: number;
  readonly waitedMs: number;
  /** The most of all invocations; null when no platform told. */
  readonly maxMemoryUsedMb: number | null;
  /** USD per invocation at list price, init included. */
  readonly cost: number;
}

/** What advice about one function is drawn from. */
export interface FunctionUsage {
  readonly function: { readonly id: string; readonly name: string };
  readonly region: string;
  /** As it runs now. */
  readonly memoryMb: number;
  readonly architecture: string | null;
  readonly sizes: readonly SizeUsage[];
  /** What the observed invocations make in 30 days, by how long was observed. */
  readonly monthlyFactor: number;
}

/** USD for one invocation at list price; null when no price is known. */
export type UnitCost = (of: {
  readonly region: string;
  readonly architecture: string | null;
  readonly memoryMb: number;
  readonly durationMs: number;
}) => number | null;

/** How it ran as it is now; undefined when it never did. */
export function currentSize({ sizes, memoryMb, architecture }: FunctionUsage): SizeUsage | undefined {
  return sizes.find((size) => size.memoryMb === memoryMb && size.architecture === architecture);
}
