import * as access from './access';
import * as alerts from './alerts';
import * as attributes from './attributes';
import * as capacity from './capacity';
import * as changes from './changes';
import * as channels from './channels';
import * as concurrency from './concurrency';
import type { Contract } from './contract';
import * as costGroups from './cost-groups';
import * as costs from './costs';
import * as deletions from './deletions';
import * as errors from './errors';
import * as explore from './explore';
import * as exports from './exports';
import * as find from './find';
import * as incidents from './incidents';
import * as logs from './logs';
import * as map from './map';
import * as meta from './meta';
import * as people from './people';
import * as prices from './prices';
import * as privacy from './privacy';
import * as retention from './retention';
import * as singleSignOn from './single-sign-on';
import * as sourceMaps from './source-maps';
import * as telemetry from './telemetry';
import * as views from './views';

/** Every call of /api/v1 that the OpenAPI document describes. */
export const CONTRACTS: readonly Contract[] = [
  sourceMaps,
  telemetry,
  logs,
  find,
  exports,
  explore,
  views,
  attributes,
  errors,
  costGroups,
  costs,
  capacity,
  concurrency,
  prices,
  privacy,
  deletions,
  retention,
  alerts,
  incidents,
  channels,
  changes,
  access,
  people,
  singleSignOn,
  map,
  meta,
].flatMap((area) => Object.values<Contract>(area));
