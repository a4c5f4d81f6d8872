import { type HttpPost, MAX_RESPONSE_CHARACTERS, type PostResult } from './post';

// Taken before anybody can instrument it: our own export is never traced.
const plainFetch = globalThis.fetch;

/** As `createSocketPosts`, for engines that have `fetch` alone; keeping connections alive is left to them. */
export function createFetchPost(url: URL, headers: Readonly<Record<string, string>>): HttpPost {
  const { 'content-encoding': _, ...sent } = headers;
  return async (payload, timeoutMs): Promise<PostResult> => {
    const abort = new AbortController();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      abort.abort();
    }, timeoutMs);
    try {
      const init = {
        method: 'POST',
        headers: sent,
        body: payload as Uint8Array<ArrayBuffer>,
        signal: abort.signal,
      };
      const response = await plainFetch(url.href, init);
      const body = (await response.text()).slice(0, MAX_RESPONSE_CHARACTERS);
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { kind: 'response', status: response.status, retryAfter, body };
    } catch (error) {
      return isLate ? { kind: 'timeout' } : { kind: 'failed', reason: String(error) };
    } finally {
      clearTimeout(timer);
    }
  };
}
