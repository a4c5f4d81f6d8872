import type { Agent, ClientRequest, RequestOptions } from 'node:http';
import { type HttpPost, MAX_RESPONSE_CHARACTERS, type PostResult } from './post';

/** A keep-alive client for one address. Loads the one HTTP module it needs, here and not at the first request. */
export function createHttpPost(url: URL, headers: Readonly<Record<string, string>>): HttpPost {
  // Each of the two modules costs milliseconds of a cold start, and only one of them is ever used.
  const http = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
  const agent = new http.Agent({ keepAlive: true });
  const options: RequestOptions = { method: 'POST', agent, headers };

  return async (payload, timeoutMs) => {
    const result = await postOnce(() => http.request(url, options), payload, timeoutMs);
    // The other idle connections are as old as the one that just failed.
    if (result.kind === 'stale') closeIdle(agent);
    return result;
  };
}

function postOnce(open: () => ClientRequest, payload: Uint8Array, timeoutMs: number): Promise<PostResult> {
  return new Promise((resolve) => {
    const request = open();
    const timer = setTimeout(() => finish({ kind: 'timeout' }), timeoutMs);
    const finish = (result: PostResult) => {
      clearTimeout(timer);
      resolve(result);
      if (result.kind !== 'response') request.destroy();
    };
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      finish(isStale ? { kind: 'stale' } : { kind: 'failed', reason: error.code ?? error.message });
    });
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (body.length < MAX_RESPONSE_CHARACTERS) body += chunk;
      });
      response.on('error', (error) => finish({ kind: 'failed', reason: error.message }));
      response.on('end', () => {
        const { statusCode = 0, headers } = response;
        finish({ kind: 'response', status: statusCode, retryAfter: headers['retry-after'], body });
      });
    });
    request.setHeader('content-length', payload.length);
    request.end(payload);
  });
}

function closeIdle(agent: Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}
