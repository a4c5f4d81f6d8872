/** The type of an error as people read it: one that is only a status of HTTP says so. */
export function errorTypeText(type: string): string {
  return /^[1-5]\d\d$/.test(type) ? `HTTP ${type}` : type;
}
