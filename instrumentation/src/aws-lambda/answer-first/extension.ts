import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Environment } from '../../config/environment';
import type { Diagnostics } from '../../diagnostics';
import type { InvocationStart } from '../../platform';
import { recordOf, textOf } from '../../value';

const API_VERSION = '2020-01-01';
const NAME = 'faaslens';

// How long the environment is kept awake for a handler that does not come: one that was called without its wrapper.
const HANDLER_GRACE_MS = 500;

/** Keeps the environment awake after an answer, by being what Lambda calls an internal extension. */
export interface LambdaExtension {
  /** What makes the invocation send after its answer; nothing when Lambda refused the extension. */
  forInvocation(requestId: unknown): Pick<InvocationStart, 'afterAnswer'> | undefined;
}

/**
 * Registers the extension, which Lambda allows while the function is being loaded only. Lambda freezes the environment
 * once the runtime and every extension ask for the next event; ours asks when the flush is over.
 *
 * @returns `undefined` outside Lambda
 */
export function registerExtension(env: Environment, diagnostics: Diagnostics): LambdaExtension | undefined {
  const api = textOf(env.AWS_LAMBDA_RUNTIME_API);
  if (api === undefined) return undefined;
  const flushes = new FlushBoard();
  let isRegistered: boolean | undefined;
  void register(api)
    .then(async (id) => {
      isRegistered = true;
      for (;;) await flushes.over(await nextEvent(api, id));
    })
    .catch((error: unknown) => {
      isRegistered = false;
      flushes.close();
      diagnostics.warnOnce('extension', `telemetry is sent before the answer: ${String(error)}`);
    });
  return {
    forInvocation(requestId) {
      // While the answer of Lambda is still out the extension may be refused, so that flush is awaited.
      if (isRegistered !== true) {
        flushes.skip(String(requestId));
        return undefined;
      }
      const board = flushes.begin(String(requestId));
      return {
        // Not now: the runtime posts the answer in the microtasks that follow.
        afterAnswer: (work) => void setImmediate(() => void work().finally(board)),
      };
    },
  };
}

/** Which requests still have something to send. */
class FlushBoard {
  private readonly open = new Map<string, Promise<void>>();
  private readonly arrivals = new Map<string, () => void>();
  private isClosed = false;

  /** @returns to be called when the flush of the request is over */
  begin(requestId: string): () => void {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    if (!this.isClosed) this.open.set(requestId, over);
    this.arrivals.get(requestId)?.();
    return end;
  }

  /** The request flushes before its answer. */
  skip(requestId: string): void {
    // Where Lambda refused, nobody ever asks for it.
    if (this.isClosed) return;
    this.open.set(requestId, Promise.resolve());
    this.arrivals.get(requestId)?.();
  }

  /** Waits until the request's flush is over, or for a while if its handler does not begin. */
  async over(requestId: string): Promise<void> {
    if (!this.open.has(requestId)) await this.arrival(requestId);
    await this.open.get(requestId);
    this.open.delete(requestId);
  }

  close(): void {
    this.isClosed = true;
    this.open.clear();
  }

  private arrival(requestId: string): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, HANDLER_GRACE_MS).unref();
      this.arrivals.set(requestId, () => {
        clearTimeout(timer);
        resolve();
      });
    }).finally(() => this.arrivals.delete(requestId));
  }
}

async function register(api: string): Promise<string> {
  const answer = await call(
    api,
    'POST',
    'register',
    { 'Lambda-Extension-Name': NAME },
    { events: ['INVOKE'] },
  );
  const id = answer.headers['lambda-extension-identifier'];
  if (answer.status !== 200 || typeof id !== 'string') {
    throw new Error(`Lambda refused the internal extension with status ${answer.status}`);
  }
  return id;
}

async function nextEvent(api: string, id: string): Promise<string> {
  const answer = await call(
    api,
    'GET',
    'event/next',
    { 'Lambda-Extension-Identifier': id },
    undefined,
    (asked) => {
      // The event loop must be able to run empty: until then Lambda keeps back what a callback answered.
      asked.once('socket', (opened) => asked.once('finish', () => opened.unref()));
    },
  );
  if (answer.status !== 200)
    throw new Error(`the extension's next event failed with status ${answer.status}`);
  return String(recordOf(JSON.parse(answer.body)).requestId);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A request to Lambda's Extensions API, on a socket of its own: `event/next` holds it for as long as a freeze. */
function call(
  api: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  payload?: unknown,
  onSent?: (request: ClientRequest) => void,
): Promise<Answer> {
  const { request } = process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    const url = `http://${api}/${API_VERSION}/extension/${path}`;
    const sent: ClientRequest = request(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    onSent?.(sent);
    sent.end(payload === undefined ? undefined : JSON.stringify(payload));
  });
}
