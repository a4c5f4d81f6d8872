import type { Context } from '@opentelemetry/api';
import type { InvocationTelemetry } from './invocation-telemetry';
import type { ResidentContexts } from './trace/context';

/** An invocation, as far as it is asked here; told apart by identity. */
interface Resident {
  readonly telemetry: Pick<InvocationTelemetry, 'isClosed'>;
}

/** Lets the latest invocation be what all code belongs to that runs in no context, while they come one at a time. */
export interface Residence {
  /** @returns false where the invocation must be followed by a context of its own: others run at the same time */
  take(invocation: Resident, context: Context): boolean;
}

/** @param isOneAtATime false: nothing ever resides */
export function createResidence(contexts: ResidentContexts, isOneAtATime: boolean): Residence {
  let isLone = isOneAtATime;
  let resident: Resident | undefined;
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
