/** Where `g` and a second key lead. */
export const SCREENS = [
  { key: 'o', path: '/', label: 'Overview' },
  { key: 'f', path: '/functions', label: 'Functions' },
  { key: 'i', path: '/invocations', label: 'Invocations' },
  { key: 't', path: '/traces', label: 'Traces' },
  { key: 'l', path: '/logs', label: 'Logs' },
  { key: 'y', path: '/logs/tail', label: 'Live tail of logs' },
  { key: 'e', path: '/errors', label: 'Errors' },
  { key: 'm', path: '/map', label: 'Map' },
  { key: 'c', path: '/costs', label: 'Costs' },
  { key: 'a', path: '/alerts', label: 'Alerts' },
] as const;

/** What a key does on any screen. */
export type GlobalKey =
  | { readonly kind: 'palette' | 'help' | 'search' | 'range' | 'refresh' | 'live' | 'utc' | 'begin-go' }
  | { readonly kind: 'row'; readonly step: 1 | -1 }
  | { readonly kind: 'go'; readonly path: string };

const KEYS: Readonly<Record<string, GlobalKey>> = {
  '?': { kind: 'help' },
  '/': { kind: 'search' },
  d: { kind: 'range' },
  r: { kind: 'refresh' },
  l: { kind: 'live' },
  u: { kind: 'utc' },
  g: { kind: 'begin-go' },
  j: { kind: 'row', step: 1 },
  k: { kind: 'row', step: -1 },
};

export interface Pressed {
  readonly key: string;
  /** Control, or Command on a Mac. */
  readonly command: boolean;
  /** Whether typing goes into a field. */
  readonly inField: boolean;
}

/** The meaning of a key; null if it has none. `going`: `g` was pressed just before. */
export function globalKey({ key, command, inField }: Pressed, going: boolean): GlobalKey | null {
  if (command) return key.toLowerCase() === 'k' ? { kind: 'palette' } : null;
  if (inField) return null;
  if (going) {
    const screen = SCREENS.find((one) => one.key === key);
    return screen ? { kind: 'go', path: screen.path } : null;
  }
  return Object.hasOwn(KEYS, key) ? (KEYS[key] ?? null) : null;
}

export type Shortcuts = readonly (readonly [keys: string, meaning: string])[];

/** Keys and what they do, for people. */
export const GLOBAL_SHORTCUTS: Shortcuts = [
  ['Ctrl K, ⌘ K', 'go to a screen or a function; paste any id to open it'],
  ['?', 'these keys'],
  ['/', 'to the search field'],
  ['d', 'time range'],
  ['r', 'refresh'],
  ['l', 'live updates on or off'],
  ['u', 'times in UTC or local'],
  ['j k', 'next row, row before; Enter opens it'],
  ...SCREENS.map(({ key, label }) => [`g ${key}`, label] as const),
];
