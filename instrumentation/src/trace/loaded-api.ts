type Api = typeof import('@opentelemetry/api');

// The build writes the plain word `require` for this name, in both formats. Undefined in Node.js's own ES modules.
declare const BUNDLER_REQUIRE: NodeJS.Require;

/** The copy of the API that the user's code works with, found without loading one that nobody uses. */
export function loadedApi(): Api | undefined {
  try {
    // CommonJS knows its own modules; asking `node:module` for them loads much of Node.js's loaders.
    const own = typeof BUNDLER_REQUIRE === 'function' ? BUNDLER_REQUIRE.cache : undefined;
    // That of a bundler knows the modules of its bundle only.
    const cache =
      own && typeof __filename === 'string' && __filename in own
        ? own
        : process.getBuiltinModule('node:module').createRequire(process.execPath).cache;
    const path = Object.keys(cache).find((file) => LOADED_API.test(file));
    if (path !== undefined) return cache[path]?.exports as Api;
    // A bundler resolves this to the very copy in the user's bundle.
    return isBundled() ? (BUNDLER_REQUIRE('@opentelemetry/api') as Api) : undefined;
  } catch {
    return undefined;
  }
}

const LOADED_API = /@opentelemetry[\\/]api[\\/]build[\\/]src[\\/]index\.js$/;

/** Whether this code runs from a bundle of the user's rather than from the files that npm installed. */
function isBundled(): boolean {
  if (typeof BUNDLER_REQUIRE !== 'function') return false;
  return typeof __filename !== 'string' || !/instrumentation[\\/]dist[\\/][\w-]+\.cjs$/.test(__filename);
}
