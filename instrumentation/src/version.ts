/** Scope of every span and log record this package makes; Faaslens recognises invocation spans by it. */
export const PACKAGE_NAME = '@faaslens/instrumentation';

/** Equal to the version in package.json (a test compares them). */
export const PACKAGE_VERSION = '0.1.0';
