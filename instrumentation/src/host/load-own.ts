/**
 * Loads a module of this package by its public path where the package is installed beside the function, which it is
 * not where the function is one bundle. Never throws.
 */
export function loadOwn(path: string): void {
  try {
    // ES modules have no file name that a bundler would let pass; platforms start functions in their folder.
    const from = typeof __filename === 'string' ? __filename : `${process.cwd()}/_`;
    process.getBuiltinModule('node:module').createRequire(from)(path);
  } catch {
    // The caller sees that it is not there.
  }
}
