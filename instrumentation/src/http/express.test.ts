import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Invocation, Outcome } from '../platform';
import { answerByResponse } from './express';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Handler = (response: ServerResponse) => unknown;

describe('a response whose last byte waits for the telemetry', () => {
  const servers: Server[] = [];
  let told: Outcome[] = [];
  const serve = async (handler: Handler, isHeld = true): Promise<string> => {
    told = [];
    const invocation: Invocation = {
      run: (fn) => fn(),
      setAttributes() {},
      async finish(outcome) {
        told.push(outcome);
        await sleep(30);
      },
    };
    const server = createServer((_request, response) => {
      if (!isHeld) return void handler(response);
      answerByResponse(invocation, () => handler(response), response).catch(() => {
        response.statusCode = 500;
        response.end('crashed');
      });
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  const ask = async (url: string, method = 'GET') => {
    const answer = await fetch(url, { method });
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, body: await answer.text() };
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  it('has ended for whoever asks, and a second answer changes nothing of the first', async () => {
    let seen: unknown;
    let refused: unknown;
    const url = await serve((response) => {
      response.statusCode = 404;
      response.end('nothing here');
      seen = [response.headersSent, response.writableEnded];
      try {
        response.setHeader('content-length', 1000);
      } catch (error) {
        refused = error;
      }
      response.statusCode = 500;
      response.end('the second');
    });
    expect(await ask(url)).toMatchObject({ status: 404, body: 'nothing here' });
    expect(seen).toEqual([true, true]);
    expect(refused).toMatchObject({ code: 'ERR_HTTP_HEADERS_SENT' });
    expect(told).toEqual([{ result: { status: 404, bytes: 12 } }]);
  });

  it.each<[string, Handler, string]>([
    ['is a text', (response) => response.end('grüße'), 'GET'],
    ['is bytes', (response) => response.end(Buffer.from('bytes')), 'GET'],
    ['is text in another encoding', (response) => response.end('Z3L8w59l', 'base64'), 'GET'],
    ['is nothing', (response) => response.end(), 'GET'],
    ['is asked for its head alone', (response) => response.end('body'), 'HEAD'],
    ['has none', (response) => response.writeHead(204).end(), 'GET'],
    ['has none, by its status', (response) => Object.assign(response, { statusCode: 304 }).end(), 'GET'],
    ['comes in pieces', (response) => response.write('a') && response.end('b'), 'GET'],
    [
      'is followed by an error, at which Express cuts the connection',
      (response) => response.end('whole') && response.req.socket.destroy(),
      'GET',
    ],
    ['is sized by the handler', (response) => response.setHeader('content-length', 1).end('a'), 'GET'],
  ])('is as Node.js makes it where its body %s', async (_what, handler, method) => {
    const plain = await ask(await serve(handler, false), method);
    expect(await ask(await serve(handler), method)).toEqual(plain);
  });

  it('goes out though its server is told to close meanwhile', async () => {
    const url = await serve((response) => {
      response.end('whole');
      setTimeout(() => servers[0]?.close(), 10);
    });
    expect(await ask(url)).toMatchObject({ status: 200, body: 'whole' });
  });

  it('takes nothing more once it has ended, and says so to who listens', async () => {
    let refused: unknown;
    const url = await serve((response) => {
      response.on('error', (error) => {
        refused = error;
      });
      response.end('whole');
      response.write('late');
    });
    expect(await ask(url)).toMatchObject({ status: 200, body: 'whole' });
    expect(refused).toMatchObject({ code: 'ERR_STREAM_WRITE_AFTER_END' });
    expect(told).toEqual([{ result: { status: 200, bytes: 5 } }]);
  });

  it('counts all bytes of its body', async () => {
    await ask(await serve((response) => response.write('grüße') && response.end('!')));
    expect(told).toEqual([{ result: { status: 200, bytes: 8 } }]);
  });

  it('tells the handler what is wrong with its head, which may then answer in another way', async () => {
    const url = await serve((response) => Object.assign(response, { statusCode: 7 }).end('odd'));
    expect(await ask(url)).toMatchObject({ status: 500, body: 'crashed' });
    expect(told[0]).toMatchObject({ error: { code: 'ERR_HTTP_INVALID_STATUS_CODE' } });
  });
});
