/** The parameters of the list that narrow it to a group of a field; null when none does. */
export function traceNarrowing(field: string, value: string): Readonly<Record<string, string>> | null {
  switch (field) {
    case 'errors':
      return value === 'with' ? { errorsOnly: 'true' } : { withoutErrors: 'true' };
    case 'function':
      return { functionId: value };
    case 'rootName':
      return { rootName: value };
    case 'duration': {
      const [minDurationMs = '0', maxDurationMs = ''] = value.split('-');
      return { minDurationMs, ...(maxDurationMs === '' ? {} : { maxDurationMs }) };
    }
    default:
      return null;
  }
}
