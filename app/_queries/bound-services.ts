import type { ReplayInput } from '@/core/alerts/backtest/replay';
import type { Access } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import { bindReader } from '@/core/store/bound/bound-reader';
import { bindAlerts } from './bound-alerts';
import { bindShared } from './bound-shared';
import { bindSourceMaps } from './bound-source-maps';
import type { Services } from './services';

/** The services as this access sees them: if it is bound to an environment, all others do not exist. */
export function bindServices(open: Services, { environment }: Access): Services {
  if (environment === null) return open;
  const reader = bindReader(open.reader, environment);
  return {
    ...open,
    reader,
    deletions: NO_DELETIONS,
    settings: {
      ...open.settings,
      ...bindAlerts(open.settings, reader, environment),
      ...bindShared(open.settings, reader, environment),
      ...bindSourceMaps(open.settings, reader),
    },
    backtest: async (input, options) => {
      mustBeOf(environment, input);
      return open.backtest(input, options);
    },
    evaluations: async (input, options) => {
      mustBeOf(environment, input);
      return open.evaluations(input, options);
    },
  };
}

const refuse = async (): Promise<never> => {
  throw new FaaslensError('forbidden', 'Deletions need a user or key that is not bound to an environment');
};
/** A trace may pass through several environments. */
const NO_DELETIONS: Services['deletions'] = {
  preview: refuse,
  request: refuse,
  list: refuse,
  close: async () => {},
};

function mustBeOf(environment: string, { rule }: ReplayInput): void {
  if (rule.filter.environment === environment) return;
  throw new FaaslensError(
    'not_found',
    `filter.environment: must be ${environment}, which your access is bound to`,
  );
}
