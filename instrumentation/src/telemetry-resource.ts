import { engineAttributes } from './host/node';
import type { Attributes } from './trace/attributes';
import { PACKAGE_NAME, PACKAGE_VERSION } from './version';

/** The attributes that every resource has: the engine's and this package's. */
export const telemetryResource = (): Attributes => ({
  ...engineAttributes(),
  'telemetry.sdk.name': 'faaslens',
  'telemetry.sdk.language': 'nodejs',
  'telemetry.sdk.version': PACKAGE_VERSION,
  'telemetry.distro.name': PACKAGE_NAME,
  'telemetry.distro.version': PACKAGE_VERSION,
});
