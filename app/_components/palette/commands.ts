import type { FoundView } from '@/core/model/found';
import { errorTypeText } from '../format/error-type';
import { SCREENS } from '../keys/key-map';

export interface Command {
  readonly kind: 'screen' | 'help' | 'search' | FoundView['kind'];
  readonly title: string;
  readonly note: string;
  /** A path in the dashboard; if it has a query it is used as it is, else range and environment are kept. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Screens without a key: offered when typed. */
const PLACES: readonly Command[] = [
  ['Open a trace file', '/traces/open'],
  ['Cost calculator', '/costs/calculator'],
  ['Prices', '/costs/prices'],
  ['Capacity kept ready', '/costs/capacity'],
  ['New alert rule', '/alerts/rules/new'],
  ['New channel', '/alerts/channels/new'],
  ['Settings: account', '/settings/account'],
  ['Settings: users', '/settings/users'],
  ['Settings: keys', '/settings/keys'],
  ['Settings: privacy', '/settings/privacy'],
  ['Settings: retention', '/settings/retention'],
].map(([title = '', path = '']) => ({ kind: 'screen', title, note: '', path }));

const HELP: Command = { kind: 'help', title: 'Keys', note: 'what they do', path: '' };

/** What matches the typed text: search results first, then screens, then a search for it in the logs. */
export function commandsFor(typed: string, found: readonly FoundView[]): readonly Command[] {
  const text = typed.trim().toLowerCase();
  const screens: Command[] = SCREENS.map(({ key, path, label }) => ({
    kind: 'screen',
    title: label,
    note: `g ${key}`,
    path,
  }));
  if (text === '') return [...screens, HELP];
  const fitting = [...screens, ...PLACES, HELP].filter(({ title }) => title.toLowerCase().includes(text));
  const search: Command = {
    kind: 'search',
    title: `Search logs for “${typed.trim().slice(0, 60)}”`,
    note: 'in the range shown',
    path: '/logs',
    query: { q: typed.trim() },
  };
  // The text may also be the name of a screen: prefixes of it match.
  const isScreen = fitting.some(({ title }) => title.toLowerCase().startsWith(text));
  const named = found.map((one) =>
    one.kind === 'error' ? { ...one, title: errorTypeText(one.title) } : one,
  );
  return isScreen ? [...fitting, ...named, search] : [...named, ...fitting, search];
}
