/** Seconds per step that rollups are kept in, finest first. */
export const ROLLUP_STEPS = [60, 3600, 86_400] as const;

/** The scope of all functions of an environment; functions' own scopes are their ids. */
export function environmentScope(environment: string): string {
  return `env:${environment}`;
}
