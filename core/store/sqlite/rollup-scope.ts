/** Seconds per step that rollups are kept in, finest first. */
export const ROLLUP_STEPS = [60, 3600, 86_400] as const;

/** The scope of a function's variant, by its number in the table `function_variant`. */
export function variantScope(no: number): string {
  return `variant:${no}`;
}

/** The scope of all functions of an environment; functions' own scopes are their ids. */
export function environmentScope(environment: string): string {
  return `env:${environment}`;
}
