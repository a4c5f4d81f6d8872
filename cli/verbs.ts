import type { Config } from '@/core/config';
import type { CliContext } from './context';

/** Runs a verb with the words after it and answers the exit code: 0 when it did what was asked. */
export type RunVerb = (argv: readonly string[], config: Config, context: CliContext) => Promise<number>;

export interface Verb {
  /** Lines of the help, each without `faaslens` before it. */
  readonly usage: readonly string[];
  /** Runs until it is told to end. */
  readonly stays?: true;
  /** Loads its code, so that one verb does not pay for the others. */
  load(): Promise<RunVerb>;
}

/** The verbs by name, in the order of the help. */
export const VERBS: Readonly<Record<string, Verb>> = {
  start: {
    usage: [
      'start [--demo]                     start everything; --demo also sends traffic from example functions',
    ],
    stays: true,
    load: async () => (await import('./start')).start,
  },
  demo: {
    usage: ['demo                               the same as start --demo'],
    stays: true,
    load: async () => {
      const { start } = await import('./start');
      return (argv, config, context) => start(['--demo', ...argv], config, context);
    },
  },
  collect: {
    usage: ['collect                            only receive telemetry, for ClickHouse; any number may run'],
    stays: true,
    load: async () => (await import('./collect')).collect,
  },
  keys: {
    usage: [
      'keys create --scope ingest|read|admin [--name <name>] [--environment <name>] [--expires-in-days <days>]',
      'keys list',
      'keys rotate <id> [--valid-hours <hours>]',
      'keys revoke <id>',
    ],
    load: async () => (await import('./keys-command')).keys,
  },
  users: {
    usage: [
      'users list',
      'users add <e-mail> [--role viewer|editor|admin] [--name <name>] [--environment <name>]',
      'users role <e-mail> viewer|editor|admin',
      'users reset|disable|enable <e-mail>',
    ],
    load: async () => (await import('./users-command')).users,
  },
  secrets: {
    usage: [
      'secrets forget                     give up secrets whose key is lost, so that they can be entered again',
    ],
    load: async () => (await import('./users-command')).secrets,
  },
  doctor: {
    usage: [
      'doctor                             look for faults; send a trace and a log line through the service and read them back',
    ],
    load: async () => (await import('./doctor/doctor')).doctor,
  },
  health: {
    usage: ['health [collect]                   exit code 0 when the service, or a collector, is ready'],
    load: async () => (await import('./health')).health,
  },
  tail: {
    usage: [
      'tail [--errors] [--logs] [--function <name>] [<words>]     invocations, or log lines, as they come',
    ],
    stays: true,
    load: async () => (await import('./tail/tail')).tail,
  },
  query: {
    usage: ['query "<SELECT ...>" [--json|--csv] [--limit <rows>] [--timeout <seconds>]     read-only SQL'],
    load: async () => (await import('./query')).query,
  },
  alerts: {
    usage: [
      'alerts apply <file> [--prune]      create or change alert rules as in a YAML file; --prune deletes the others',
      'alerts diff <file> [--prune]       say what apply would change; exit code 2 if anything',
      'alerts export [<file>]             write all alert rules as such a file',
    ],
    load: async () => (await import('./alerts')).alerts,
  },
  prices: {
    usage: [
      'prices import <file>               take prices from a file of AWS Price List, Azure Retail Prices or Google Cloud Billing',
    ],
    load: async () => (await import('./prices')).prices,
  },
  sourcemaps: {
    usage: [
      'sourcemaps upload --function <name> --version <version> <file.js.map>...     show stacks in the original code',
    ],
    load: async () => (await import('./source-maps')).sourceMaps,
  },
  delete: {
    usage: [
      'delete --trace <id> [--yes]        delete telemetry; without --yes only say how much',
      'delete --from <time> --to <time> [--function <id> | --attribute <key>=<value>] [--yes]',
    ],
    load: async () => (await import('./delete')).deleteTelemetry,
  },
  check: {
    usage: [
      'check                              verify every page, block and counter of the database; changes nothing',
    ],
    load: async () => (await import('./check')).check,
  },
  backup: {
    usage: ['backup <file>                      copy the database while the service runs'],
    load: async () => (await import('./backup')).backup,
  },
  restore: {
    usage: ['restore <file>                     replace the database, which is kept aside, with a backup'],
    load: async () => (await import('./restore')).restore,
  },
  migrate: {
    usage: [
      'migrate                            bring the database to the schema of this version',
      'migrate --to clickhouse            copy all telemetry to FAASLENS_CLICKHOUSE_URL, even while the service runs',
    ],
    load: async () => (await import('./migrate')).migrateDatabase,
  },
};
