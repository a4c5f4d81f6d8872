/** The default grouping of costs; for one function, by line. */
export function usualGrouping(functionId: string | undefined): 'function' | 'line' {
  return functionId === undefined ? 'function' : 'line';
}
