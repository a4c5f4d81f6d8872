import type { Environment } from '../config/environment';
import { resolvePackage } from './load-package';

/**
 * Lets instrumentations see ES modules as they are loaded; CommonJS they see anyway. Costs a thread, so it is only for
 * those who ask for instrumentations. Throws when the hook is not installed.
 */
export function hookModules(env: Environment): void {
  const { register } = process.getBuiltinModule('node:module');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  // It comes with the SDK and may lie below it.
  const sdk = resolvePackage('@opentelemetry/sdk-node', env);
  register('@opentelemetry/instrumentation/hook.mjs', pathToFileURL(sdk));
}
