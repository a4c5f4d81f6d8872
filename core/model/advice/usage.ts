/** How a function ran at one memory size and architecture; times are means over its invocations. */
export interface SizeUsage {
  readonly memoryMb: number;
  readonly architecture: string | null;
  readonly invocations: number;
  /** Duration of the handler, without the init. */
  readonly durationMs: number;
  readonly waitedMs: number;
  /** The maximum over all invocations; null when no platform reported it. */
  readonly maxMemoryUsedMb: number | null;
  /** USD per invocation at list price, init included. */
  readonly cost: number;
}

/** The input for advice about one function. */
export interface FunctionUsage {
  readonly function: { readonly id: string; readonly name: string };
  readonly region: string;
  /** The current configuration. */
  readonly memoryMb: number;
  readonly architecture: string | null;
  readonly sizes: readonly SizeUsage[];
  /** Extrapolates the observed invocations to 30 days, by how long the function was observed. */
  readonly monthlyFactor: number;
}

/** USD for one invocation at list price; null when no price is known. */
export type UnitCost = (of: {
  readonly region: string;
  readonly architecture: string | null;
  readonly memoryMb: number;
  readonly durationMs: number;
}) => number | null;

/** Usage in the current configuration; undefined when the function never ran in it. */
export function currentSize({ sizes, memoryMb, architecture }: FunctionUsage): SizeUsage | undefined {
  return sizes.find((size) => size.memoryMb === memoryMb && size.architecture === architecture);
}
