import type { ZoneChoice } from './zone-cookie';

/** Also the name of the change event: /theme.js listens and passes the choice to the server by cookie. */
const KEY = 'faaslens-zone';
let known: ZoneChoice | null = null;

/** The zone choice of this browser: the stored one, with its clock's current zone. */
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
    // A browser without storage keeps the choice until the page is left.
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
