import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const NOT_FORWARDED = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

/**
 * A receiver of OTLP that keeps what comes by each of its addresses, and hands everything on to the collector behind it, for
 * which nobody waits. What a sender sends again, since the answer came too late for it, is kept once.
 */
export class DemoRecorder {
  #server;
  #kept = new Map();
  #seen = new Set();

  /** @param {string} collector its OTLP/HTTP endpoint */
  static async open(collector) {
    const recorder = new DemoRecorder();
    recorder.#server = createServer(async (request, response) => {
      const [, tape, ...path] = request.url.split('/');
      const body = await text(request);
      recorder.#keep(tape, body);
      response.setHeader('content-type', 'application/json').end('{}');
      await forward(`${collector}/${path.join('/')}`, request.headers, body);
    });
    await new Promise((resolve) => recorder.#server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  /** An endpoint of its own: what is sent to it lies on the tape of that name. */
  endpoint(tape) {
    this.#kept.set(tape, []);
    return `http://127.0.0.1:${this.#server.address().port}/${tape}`;
  }

  /** The bodies that came since it was asked last. */
  take(tape) {
    const bodies = this.#kept.get(tape);
    this.#kept.set(tape, []);
    return bodies;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #keep(tape, body) {
    const request = JSON.parse(body);
    let hasNew = false;
    const onlyNew = (records) => {
      const fresh = records.filter((record) => {
        const json = JSON.stringify(record);
        const isNew = !this.#seen.has(json);
        this.#seen.add(json);
        return isNew;
      });
      hasNew ||= fresh.length > 0;
      return fresh;
    };
    for (const { scopeSpans } of request.resourceSpans ?? []) {
      for (const scope of scopeSpans) scope.spans = onlyNew(scope.spans);
    }
    for (const { scopeLogs } of request.resourceLogs ?? []) {
      for (const scope of scopeLogs) scope.logRecords = onlyNew(scope.logRecords);
    }
    if (hasNew) this.#kept.get(tape)?.push(JSON.stringify(request));
  }
}

async function forward(url, headers, body) {
  const kept = Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name));
  try {
    const answer = await fetch(url, { method: 'POST', headers: Object.fromEntries(kept), body });
    await answer.arrayBuffer();
  } catch {
    // The functions themselves will complain when they meet the same.
  }
}
