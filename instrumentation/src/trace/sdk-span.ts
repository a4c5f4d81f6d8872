import type { Span } from '@opentelemetry/api';
import type { Diagnostics } from '../diagnostics';
import type { InvocationSpanStart } from '../invocation-span-start';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version';
import { defined } from './attributes';
import { ROOT_CONTEXT, withSpan } from './context';
import type { SdkTracerProvider } from './global-api';
import { NonRecordingSpan } from './non-recording-span';

/** Starts an invocation's span in the SDK that the user registered. */
export function startSdkSpan(sdk: SdkTracerProvider, start: InvocationSpanStart): Span {
  const { name, kind, attributes, ownAttributes, parent, links } = start;
  return sdk.getTracer(PACKAGE_NAME, PACKAGE_VERSION).startSpan(
    name,
    {
      kind,
      attributes: defined(Object.assign({}, ...attributes, ownAttributes)) as never,
      links: links.map((context) => ({ context })),
    },
    parent ? withSpan(ROOT_CONTEXT, new NonRecordingSpan(parent)) : ROOT_CONTEXT,
  );
}

/** Lets the SDK send what it has; settles within `budgetMs` and never rejects. */
export async function flushSdk(
  sdk: SdkTracerProvider,
  budgetMs: number,
  diagnostics: Diagnostics,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, budgetMs));
  });
  const flushed = sdk.forceFlush().catch((error: unknown) => {
    diagnostics.warnOnce('sdk', `the OpenTelemetry SDK could not send: ${String(error)}`);
  });
  await Promise.race([flushed, late]);
  clearTimeout(timer);
}
