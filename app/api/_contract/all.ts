import * as access from './access';
import * as alerts from './alerts';
import * as attributes from './attributes';
import type { Contract } from './contract';
import * as costs from './costs';
import * as errors from './errors';
import * as meta from './meta';
import * as telemetry from './telemetry';

/** Every call of /api/v1 that the OpenAPI document describes. */
export const CONTRACTS: readonly Contract[] = [
  telemetry,
  attributes,
  errors,
  costs,
  alerts,
  access,
  meta,
].flatMap((area) => Object.values<Contract>(area));
