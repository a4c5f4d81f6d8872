export const ZONE_COOKIE = 'faaslens-zone';

/** The zone in which times are shown: that of the reader's clock, or UTC. */
export interface ZoneChoice {
  readonly utc: boolean;
  /** The zone of the reader's clock. */
  readonly local: string;
}

/** Used until a browser has reported its zone. */
export const NO_CHOICE: ZoneChoice = { utc: false, local: 'UTC' };

/** The zone to write times in. */
export function shownZone({ utc, local }: ZoneChoice): string {
  return utc ? 'UTC' : local;
}

/** Parses the cookie that /theme.js writes: `utc Europe/Berlin`; no choice if it is absent or names an unknown zone. */
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
