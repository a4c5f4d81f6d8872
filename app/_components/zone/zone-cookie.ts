export const ZONE_COOKIE = 'faaslens-zone';

/** In which zone times are shown: that of the reader's clock, or UTC. */
export interface ZoneChoice {
  readonly utc: boolean;
  /** The zone of the reader's clock. */
  readonly local: string;
}

/** Before a browser has said anything. */
export const NO_CHOICE: ZoneChoice = { utc: false, local: 'UTC' };

/** The zone to write times in. */
export function shownZone({ utc, local }: ZoneChoice): string {
  return utc ? 'UTC' : local;
}

/** What the cookie that /theme.js writes says: `utc Europe/Berlin`; no choice when it is absent or names a zone that does not exist. */
export function readZoneCookie(value: string | undefined): ZoneChoice {
  const [, choice, local] = /^(utc|local) ([\w+/-]{1,64})$/.exec(decoded(value ?? '')) ?? [];
  if (choice === undefined || local === undefined || !isZone(local)) return NO_CHOICE;
  return { utc: choice === 'utc', local };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
