/** A module that was loaded: when, in ms of `performance.now()`, and by which other that was being loaded. */
export interface ModuleLoad {
  readonly name: string;
  readonly began: number;
  readonly ended: number;
  readonly by: number | undefined;
}

type LoadModule = (
  this: unknown,
  request: string,
  parent?: { readonly filename?: string },
  ...rest: unknown[]
) => unknown;

/** What `require` and the import of CommonJS modules go through. Node.js documents it for nobody, and every tracer uses it. */
interface Loader {
  _load: LoadModule;
}

/** Watches what is loaded by `require`, or imported of CommonJS, from now on. */
export function watchLoads(): { stop(): readonly ModuleLoad[] } {
  const { builtinModules, ...node } = process.getBuiltinModule('node:module');
  const loader = (node as { Module?: unknown }).Module as Loader;
  const builtin = new Set(builtinModules);
  const load = loader._load;
  const loads: { name: string; began: number; ended: number; by: number | undefined }[] = [];
  let current: number | undefined;

  const watched: LoadModule = function (request, parent, ...rest) {
    if (request.startsWith('node:') || builtin.has(request)) return load.call(this, request, parent, ...rest);
    const by = current;
    const began = performance.now();
    current = loads.push({ name: nameOf(request, parent?.filename), began, ended: began, by }) - 1;
    const own = loads[current];
    try {
      return load.call(this, request, parent, ...rest);
    } finally {
      if (own) own.ended = performance.now();
      current = by;
    }
  };
  loader._load = watched;
  return {
    stop() {
      // Another tracer may have put its own over ours: taking ours out would take out that one.
      if (loader._load === watched) loader._load = load;
      return loads.splice(0);
    },
  };
}

/** A package is called as it is required, a file by its path below the function or its package. */
function nameOf(request: string, from: string | undefined): string {
  const { basename, dirname, isAbsolute, join, relative } = process.getBuiltinModule('node:path');
  if (!/^\.{0,2}\//.test(request)) return request;
  const path = isAbsolute(request) ? request : join(dirname(from ?? ''), request);
  const inPackage = path.split(/[\\/]node_modules[\\/]/);
  if (inPackage.length > 1) return inPackage.at(-1) ?? path;
  const below = relative(process.cwd(), path);
  return below === '' || below.startsWith('..') ? basename(path) : below;
}
