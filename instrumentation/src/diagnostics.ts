import { writeError } from './host/node';

/** The values of `OTEL_LOG_LEVEL` that are told apart; each one includes those before it. */
export const LOG_LEVELS = ['none', 'error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the package speaks about itself. Never throws. */
export interface Diagnostics {
  /** Says `message` once per `topic` and process, so that a broken exporter cannot flood the function's own log. */
  warnOnce(topic: string, message: string): void;
  /** Reports a failure of the package itself; the user's handler goes on. */
  internalError(topic: string, error: unknown): void;
}

/** Writes straight to `write`, not to `console`, because `console` is captured. */
export function createDiagnostics(level: LogLevel, write: (line: string) => void = writeError): Diagnostics {
  const said = new Set<string>();
  const sayOnce = (isSilent: boolean, topic: string, message: string) => {
    if (isSilent || said.has(topic)) return;
    said.add(topic);
    try {
      write(`[faaslens] ${message}\n`);
    } catch {
      // A closed stderr is no reason to fail an invocation.
    }
  };
  const isSilent = level === 'none';
  return {
    warnOnce: (topic, message) => sayOnce(isSilent || level === 'error', topic, message),
    internalError: (topic, error) =>
      sayOnce(isSilent, topic, `${topic}: ${error instanceof Error ? error.stack : String(error)}`),
  };
}
