/** The type of an error as shown to people; one that is only an HTTP status says so. */
export function errorTypeText(type: string): string {
  return /^[1-5]\d\d$/.test(type) ? `HTTP ${type}` : type;
}
