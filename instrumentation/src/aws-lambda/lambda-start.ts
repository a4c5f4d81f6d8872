import type { Environment } from '../config/environment';
import type { InvocationStart } from '../platform';
import { describeEvent } from './describe-event';
import { callerOf, contextAttributes, type LambdaContext, remainingMs } from './lambda-context';
import { describeLambdaResult } from './lambda-result';

// Kinds of initialisation that no caller waits for.
const PREPARED = new Set(['provisioned-concurrency', 'snap-start', 'lambda-managed-instances']);

/** An invocation as Lambda's event and context object tell it. */
export function lambdaStart(event: unknown, context: LambdaContext, env: Environment): InvocationStart {
  const described = describeEvent(event);
  return {
    trigger: described.trigger,
    links: described.links,
    name: described.name ?? functionName(context, env),
    attributes: Object.assign(contextAttributes(context, env), described.attributes),
    parent: described.parent ?? callerOf(context),
    input: event,
    isPrepared: isPrepared(env),
    remainingMs: () => remainingMs(context),
    describeResult: (result) => describeLambdaResult(result, described.trigger),
  };
}

// Asked once: a variable of the process costs more to read than it seems, and this one never changes.
const prepared = new WeakMap<Environment, boolean>();

function isPrepared(env: Environment): boolean {
  const known = prepared.get(env) ?? PREPARED.has(env.AWS_LAMBDA_INITIALIZATION_TYPE ?? '');
  prepared.set(env, known);
  return known;
}

function functionName(context: LambdaContext, env: Environment): string {
  return String(context.functionName ?? env.AWS_LAMBDA_FUNCTION_NAME ?? 'handler');
}
