/** Set by proxy.ts on every request for a page: its path and query, which a page is not told otherwise. */
export const PATH_HEADER = 'x-faaslens-path';
