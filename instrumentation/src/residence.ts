import type { Context } from '@opentelemetry/api';
import type { StartedInvocation } from './runtime';
import type { ResidentContexts } from './trace/context';

/** Lets the latest invocation be what all code belongs to that runs in no context, while they come one at a time. */
export interface Residence {
  /** @returns false where the invocation must be followed by a context of its own: others run at the same time */
  take(invocation: StartedInvocation, context: Context): boolean;
}

/** @param isOneAtATime false: nothing ever resides */
export function createResidence(contexts: ResidentContexts, isOneAtATime: boolean): Residence {
  let isLone = isOneAtATime;
  let resident: StartedInvocation | undefined;
  return {
    take(invocation, context) {
      if (resident === invocation) return true;
      const isFree = resident?.telemetry.isClosed() ?? true;
      isLone &&= isFree;
      // The last one of those that came alone stays until it is over.
      if (isFree) {
        resident = isLone ? invocation : undefined;
        contexts.reside(isLone ? context : undefined);
      }
      return isLone;
    },
  };
}
