import type { Socket } from 'node:net';
import { readAnswer } from './http-answer';
import { MAX_RESPONSE_CHARACTERS, type PostResult } from './post';

// A pair of requests, traces and logs, shares a connection and a packet; more in a row would wait for each other.
const MAX_PIPELINED = 2;

const STALE: PostResult = { kind: 'stale' };

/** The kept connections to one origin. */
export interface HttpLines {
  /**
   * Sends a request and settles with its answer, or with what became of it after `timeoutMs` at most; never rejects.
   *
   * @param head everything ahead of the length of the body
   */
  post(head: string, payload: Uint8Array, timeoutMs: number): Promise<PostResult>;
  /** Opens a connection where there is none; it keeps no process alive. Never throws. */
  connect(): void;
}

/** A connection and the requests on it that wait for their answers, which come in the same order. */
interface Line {
  readonly socket: Socket;
  readonly waiting: ((result: PostResult) => void)[];
  /** What is posted in one turn of the event loop, to leave in one packet. */
  readonly unsent: Uint8Array[];
}

/** @param connect opens a connection */
export function createLines(connect: () => Socket): HttpLines {
  const lines = new Set<Line>();

  /** Ends a connection, and with it what still waits for an answer. */
  const drop = (line: Line, result: PostResult): void => {
    if (!lines.delete(line)) return;
    line.socket.destroy();
    const failed = line.waiting.splice(0);
    for (const settle of failed) settle(result);
    if (result.kind !== 'stale' || failed.length === 0) return;
    // The other idle connections are as old as the one that just failed.
    for (const other of lines) if (other.waiting.length === 0) drop(other, result);
  };

  /** Hands out the answers that are there; gives back the text that follows them. */
  const settle = (line: Line, received: string): string => {
    let text = received;
    while (line.waiting.length > 0) {
      const answer = readAnswer(text);
      if (answer === undefined) {
        if (text.length > MAX_RESPONSE_CHARACTERS) throw new Error('the answer is too long');
        return text;
      }
      const { status, retryAfter, isKept } = answer;
      const body = Buffer.from(answer.body, 'latin1').toString();
      // Said to a connection on which no request came for long: this one crossed it.
      const isStale = status === 408;
      line.waiting.shift()?.(isStale ? STALE : { kind: 'response', status, retryAfter, body });
      if (!isKept) drop(line, STALE);
      text = answer.rest;
    }
    // An idle connection keeps no process alive, and has nothing to say but goodbye.
    line.socket.unref();
    if (text !== '') drop(line, STALE);
    return '';
  };

  const open = (): Line => {
    const socket = connect();
    const line: Line = { socket, waiting: [], unsent: [] };
    lines.add(line);
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      try {
        text = settle(line, text + chunk);
      } catch (error) {
        drop(line, { kind: 'failed', reason: String(error) });
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      drop(line, isStale ? STALE : { kind: 'failed', reason: error.code ?? error.message });
    });
    socket.on('close', () => drop(line, STALE));
    return line;
  };

  const freeLine = (): Line | undefined => {
    for (const line of lines) if (line.waiting.length < MAX_PIPELINED) return line;
    return undefined;
  };

  return {
    connect() {
      try {
        if (lines.size === 0) open().socket.unref();
      } catch {
        // The first post says so.
      }
    },
    post: (head, payload, timeoutMs) =>
      new Promise((resolve) => {
        let line: Line;
        try {
          line = freeLine() ?? open();
        } catch (error) {
          return resolve({ kind: 'failed', reason: String(error) });
        }
        const timer = setTimeout(() => drop(line, { kind: 'timeout' }), timeoutMs);
        line.waiting.push((result) => {
          clearTimeout(timer);
          resolve(result);
        });
        line.socket.ref();
        if (line.unsent.length === 0) {
          process.nextTick(() => line.socket.write(Buffer.concat(line.unsent.splice(0))));
        }
        line.unsent.push(Buffer.from(`${head}${payload.length}\r\n\r\n`, 'latin1'), payload);
      }),
  };
}
