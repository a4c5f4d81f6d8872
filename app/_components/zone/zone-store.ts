import type { ZoneChoice } from './zone-cookie';

/** Also the event that says it changed: /theme.js hears it and tells the server, by cookie, for its next answer. */
const KEY = 'faaslens-zone';
let known: ZoneChoice | null = null;

/** What this browser shows times in: what it chose before, in the zone that its clock has now. */
export function zoneChoice(): ZoneChoice {
  known ??= { utc: choseUtc(), local: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return known;
}

function choseUtc(): boolean {
  try {
    return localStorage.getItem(KEY) === 'utc';
  } catch {
    return false;
  }
}

/** Shows all times in UTC, or in the zone of the clock again. */
export function showUtc(utc: boolean): void {
  known = { ...zoneChoice(), utc };
  try {
    if (utc) localStorage.setItem(KEY, 'utc');
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that stores nothing shows it until the page is left.
  }
  dispatchEvent(new Event(KEY));
}

export function onZoneChange(listener: () => void): () => void {
  const elsewhere = () => {
    known = null;
    listener();
  };
  addEventListener(KEY, listener);
  addEventListener('storage', elsewhere);
  return () => {
    removeEventListener(KEY, listener);
    removeEventListener('storage', elsewhere);
  };
}
