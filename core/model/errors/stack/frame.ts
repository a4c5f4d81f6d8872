/** One line of a stack. `function` is '' when the runtime names none; `file` is a path, a URL or a class. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  /** Whether it is the user's own code: not a package, the runtime or the platform. */
  readonly own: boolean;
}

/** Reads one line of a stack; null when the line is no frame of this language. */
export type ReadFrame = (line: string) => Frame | null;

/** The file without the query and the fragment that bundlers add, with forward slashes. */
export function plainPath(file: string): string {
  return file
    .replace(/^(?:file:\/\/|webpack-internal:\/\/\/|webpack:\/\/|turbopack:\/\/)/, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
}

/**
 * What of a path stays the same from one deployment to the next: its last two parts, without the hashes and counters
 * that build tools put into names.
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
