/** One line of a stack. `function` is '' when the runtime does not name it; `file` is a path, a URL or a class. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  /** Whether it is the user's own code: not a package, the runtime or the platform. */
  readonly own: boolean;
}

/** Parses one line of a stack; null when it is not a frame of this language. */
export type ReadFrame = (line: string) => Frame | null;

/** The file without the query and fragment that bundlers add, with forward slashes. */
export function plainPath(file: string): string {
  return file
    .replace(/^(?:file:\/\/|webpack-internal:\/\/\/|webpack:\/\/|turbopack:\/\/)/, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
}

/**
 * The part of a path that does not change between deployments: its last two components, without the hashes and counters that
 * build tools add to names.
 */
export function stableFile(file: string): string {
  const parts = plainPath(file)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '(rsc)' && part !== '(ssr)');
  return parts.slice(-2).map(withoutHash).join('/');
}

function withoutHash(name: string): string {
  return name
    .replace(/(^|[-_.~@])[\da-f]{6,}(?=[-_.~]|$)/gi, '$1#')
    .replace(/([-.])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8}(?=\.[cm]?js$)/, '$1#')
    .replace(/\d+/g, '#');
}
