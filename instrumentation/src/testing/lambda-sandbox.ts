import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PATIENT } from './hold-answers';
import { ARN, LAMBDA_ENV } from './lambda';
import { runtimeModule, runtimesFolder } from './runtimes';

/** How an invocation ended. */
export interface SandboxAnswer {
  readonly kind: 'response' | 'error' | 'timeout' | 'exit';
  readonly body: string;
  readonly trailers: Readonly<Record<string, string | undefined>>;
}

export interface SandboxOptions {
  /** Folder with the function. */
  readonly folder: string;
  /** As `_HANDLER`: file without its ending, a dot, the export. */
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Another Node.js than this one. */
  readonly node?: string;
  /** Another runtime client than the one whose compiled part is stood in for. */
  readonly client?: string;
}

/**
 * Lambda's execution environment around AWS's own runtime client: its Runtime and Extensions API, one process that is
 * stopped (SIGSTOP) when it and its extension wait for work, killed at the time limit and started anew.
 */
export class LambdaSandbox {
  readonly events: string[] = [];
  output = '';
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  /** More than one where the client runs several invocations at once. */
  private readonly waitingRuntimes: ServerResponse[] = [];
  private waitingExtension: ServerResponse | undefined;
  private hasExtension = false;
  private isFrozen = false;
  private isInitialised = false;
  private readonly current = new Map<string, (answer: SandboxAnswer) => void>();
  private requests = 0;
  private wakes: (() => void)[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  private constructor(private readonly options: SandboxOptions) {
    // A stopped client must not lose its socket.
    this.server.keepAliveTimeout = 0;
  }

  static async start(options: SandboxOptions): Promise<LambdaSandbox> {
    const sandbox = new LambdaSandbox(options);
    sandbox.server.listen(0, '127.0.0.1');
    await once(sandbox.server, 'listening');
    return sandbox;
  }

  /** Delivers `event`, thawing or starting the process, and waits for the answer. */
  async invoke(event: unknown): Promise<SandboxAnswer> {
    if (this.child === undefined) await this.spawn();
    const runtime = await this.readyRuntime();
    this.isInitialised = true;
    this.thaw();
    this.requests += 1;
    const id = `sandbox-${this.requests}`;
    const limitMs = this.options.timeoutMs ?? 10_000;
    const answer = new Promise<SandboxAnswer>((settle) => {
      this.current.set(id, settle);
    });
    const headers = {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + limitMs),
      'lambda-runtime-invoked-function-arn': ARN,
    };
    runtime?.writeHead(200, headers).end(JSON.stringify(event));
    this.waitingExtension
      ?.writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ eventType: 'INVOKE', requestId: id, invokedFunctionArn: ARN }));
    this.waitingExtension = undefined;
    const timer = setTimeout(() => {
      this.events.push('kill');
      this.settle(id, 'timeout', '');
      this.child?.kill('SIGKILL');
    }, limitMs);
    const result = await answer;
    clearTimeout(timer);
    if (result.kind === 'timeout') await this.exited;
    return result;
  }

  /** Waits until the process is stopped between invocations. */
  frozen(): Promise<void> {
    return this.until(() => this.isFrozen);
  }

  async close(): Promise<void> {
    this.thaw();
    this.child?.kill('SIGKILL');
    await this.exited;
    this.server.close();
    this.server.closeAllConnections();
  }

  private async spawn(): Promise<void> {
    const { folder, handler, env, node = process.execPath } = this.options;
    const { port } = this.server.address() as AddressInfo;
    const child = spawn(
      node,
      this.options.client ? [this.options.client, handler] : await clientArguments(),
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? '',
          ...LAMBDA_ENV,
          ...PATIENT,
          AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
          AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
          LAMBDA_TASK_ROOT: folder,
          _HANDLER: handler,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const read = (chunk: Buffer) => {
      this.output += chunk;
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    this.child = child;
    this.hasExtension = false;
    this.isInitialised = false;
    this.exited = once(child, 'exit').then(() => {
      this.events.push('exit');
      this.child = undefined;
      this.waitingRuntimes.length = 0;
      this.waitingExtension = undefined;
      for (const id of this.current.keys()) this.settle(id, 'exit', '');
      this.wake();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path.endsWith('/runtime/invocation/next')) {
      this.waitingRuntimes.push(response);
      this.settled();
      return;
    }
    if (path.endsWith('/extension/event/next')) {
      this.waitingExtension = response;
      this.settled();
      return;
    }
    const body = await text(request);
    if (path.endsWith('/extension/register')) {
      // Lambda takes extensions while it starts an environment only.
      if (this.isInitialised) return void response.writeHead(403).end('{}');
      this.events.push('register');
      this.hasExtension = true;
      response.writeHead(200, { 'lambda-extension-identifier': 'extension-1' }).end('{}');
      return;
    }
    response.writeHead(202).end('{}');
    const [, id = '', kind] = /invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (kind === 'response' || kind === 'error') this.settle(id, kind, body, request.trailers);
  }

  private settle(
    id: string,
    kind: SandboxAnswer['kind'],
    body: string,
    trailers: SandboxAnswer['trailers'] = {},
  ): void {
    const settled = this.current.get(id);
    if (settled === undefined) return;
    this.current.delete(id);
    this.events.push(kind);
    settled({ kind, body, trailers });
  }

  /** Whether the runtime, and the extension if there is one, wait for an event. */
  private isReady(): boolean {
    const isExtensionIdle = !this.hasExtension || this.waitingExtension !== undefined;
    return this.waitingRuntimes.length > 0 && isExtensionIdle;
  }

  /** Freezes once nobody has anything to do. */
  private settled(): void {
    const isConcurrent = 'AWS_LAMBDA_MAX_CONCURRENCY' in this.options.env;
    if (this.isReady() && this.current.size === 0 && this.requests > 0 && !isConcurrent) {
      this.isFrozen = true;
      this.events.push('freeze');
      this.child?.kill('SIGSTOP');
    }
    this.wake();
  }

  private thaw(): void {
    if (!this.isFrozen) return;
    this.isFrozen = false;
    this.events.push('thaw');
    this.child?.kill('SIGCONT');
  }

  private wake(): void {
    for (const wake of this.wakes.splice(0)) wake();
  }

  /** The first runtime that waits for an event; `undefined` when the process ended instead. */
  private async readyRuntime(): Promise<ServerResponse | undefined> {
    for (;;) {
      await this.until(() => this.isReady() || this.child === undefined);
      // Several invocations may have waited for the same one.
      const runtime = this.waitingRuntimes.shift();
      if (runtime !== undefined || this.child === undefined) return runtime;
    }
  }

  private async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => void this.wakes.push(resolve));
  }
}

/** AWS's own client, with a stand-in for the part that would have to be compiled. */
async function clientArguments(): Promise<string[]> {
  const standIn = join(await runtimesFolder(), 'rapid-client.cjs');
  return ['--require', standIn, await runtimeModule('aws-lambda-ric/index.mjs')];
}
