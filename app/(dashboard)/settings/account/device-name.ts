const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** A browser and its system in a few words, from what it says of itself; that itself where nothing is known of it. */
export function deviceName(userAgent: string): string {
  const known = (names: typeof BROWSERS | typeof SYSTEMS) =>
    names.find(([mark]) => userAgent.includes(mark))?.[1];
  const parts = [known(BROWSERS), known(SYSTEMS)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' on ') : userAgent || 'unknown';
}
