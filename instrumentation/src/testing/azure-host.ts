import Module from 'node:module';
import { runtimeModule } from './runtimes';

interface Binding {
  readonly type: string;
  readonly name: string;
}

interface Metadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

type Callback = (...args: unknown[]) => unknown;
type Hook = (context: Record<string, unknown>) => unknown;

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<unknown>;
}

interface ProgrammingModel {
  getInvocationModel(context: object): InvocationModel;
}

/** One call of a function as Azure's worker gets it from the host. */
export interface AzureCall {
  /** What the trigger's binding is given. */
  readonly data: object;
  readonly triggerMetadata?: object;
  readonly traceparent?: string;
  readonly retryCount?: number;
}

/**
 * Azure's Node.js worker without its gRPC: gives the real `@azure/functions` the module that it asks its worker for, and
 * replays the worker's steps for each call. It cannot be had from npm itself.
 */
export class AzureHost {
  private readonly functions = new Map<string, { metadata: Metadata; callback: Callback }>();
  private readonly hooks = new Map<string, Hook[]>();
  private model: ProgrammingModel | undefined;
  private calls = 0;
  /** What functions logged by their context. */
  readonly logged: string[] = [];

  /** The programming model, `app` and all, loaded with this host as its worker. */
  async load<T>(): Promise<T> {
    const core = this.core();
    const original = Module.prototype.require;
    Module.prototype.require = Object.assign(
      function (this: unknown, id: string): unknown {
        return id === '@azure/functions-core' ? core : Reflect.apply(original, this, [id]);
      },
      { ...original },
    );
    const path = await runtimeModule('@azure/functions/package.json');
    return Module.createRequire(path)('@azure/functions') as T;
  }

  async invoke(name: string, call: AzureCall): Promise<unknown> {
    const found = this.functions.get(name);
    if (found === undefined || this.model === undefined) throw new Error(`no function ${name}`);
    const { metadata, callback } = found;
    const trigger = Object.values(metadata.bindings).find(({ type }) => /trigger$/i.test(type));
    this.calls += 1;
    const invocationId = `azure-${this.calls}`;
    const inputName = Object.entries(metadata.bindings).find(([, binding]) => binding === trigger)?.[0];
    const invocation = this.model.getInvocationModel({
      invocationId,
      metadata,
      request: {
        invocationId,
        functionId: name,
        inputData: [{ name: inputName, data: call.data }],
        triggerMetadata: Object.fromEntries(
          Object.entries(call.triggerMetadata ?? {}).map(([key, value]) => [
            key,
            { json: JSON.stringify(value) },
          ]),
        ),
        traceContext: { traceParent: call.traceparent ?? '', traceState: '', attributes: {} },
        ...(call.retryCount ? { retryContext: { retryCount: call.retryCount, maxRetryCount: 5 } } : {}),
      },
      log: (_level: string, category: string, text: string) => {
        if (category === 'user') this.logged.push(text);
      },
    });
    const { context, inputs } = await invocation.getArguments();
    const pre = {
      hookData: {},
      appHookData: {},
      invocationContext: context,
      functionCallback: callback,
      inputs,
    };
    await this.run('preInvocation', pre);
    const result = await invocation.invokeFunction(context, pre.inputs, pre.functionCallback);
    return invocation.getResponse(context, result);
  }

  /** As when the app is stopped. */
  async terminate(): Promise<void> {
    await this.run('appTerminate', { hookData: {}, appHookData: {} });
  }

  private async run(name: string, context: Record<string, unknown>): Promise<void> {
    for (const hook of this.hooks.get(name) ?? []) await hook(context);
  }

  private core(): object {
    class Disposable {
      dispose(): void {}
    }
    return {
      version: '3.13.0',
      hostVersion: '4.1000.0',
      Disposable,
      log: () => {},
      registerHook: (name: string, hook: Hook) => {
        this.hooks.set(name, [...(this.hooks.get(name) ?? []), hook]);
        return new Disposable();
      },
      setProgrammingModel: (model: ProgrammingModel) => {
        this.model = model;
      },
      getProgrammingModel: () => this.model,
      registerFunction: (metadata: Metadata, callback: Callback) => {
        this.functions.set(metadata.name, { metadata, callback });
        return new Disposable();
      },
    };
  }
}
