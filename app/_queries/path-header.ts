/** Set by proxy.ts on every request for a page: its path and query, which Next does not pass to pages. */
export const PATH_HEADER = 'x-faaslens-path';
