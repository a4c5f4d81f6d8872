/** By what costs are grouped until somebody chooses: those of one function by what they went into. */
export function usualGrouping(functionId: string | undefined): 'function' | 'line' {
  return functionId === undefined ? 'function' : 'line';
}
