import type { Limits } from '../config/config';
import { format } from '../host/node';
import { AttributeSet } from '../trace/attribute-set';
import { describeException, exceptionAttributes } from '../trace/exception';
import { readJsonLine } from './json-line';
import type { LogRecord } from './log-record';

/** What a captured line says, before its time and span are known. */
export type LogLine = Pick<LogRecord, 'severityNumber' | 'severityText' | 'body' | 'attributes'>;

const SEVERITIES = {
  debug: { severityNumber: 5, severityText: 'DEBUG', stream: 'stdout' },
  log: { severityNumber: 9, severityText: 'INFO', stream: 'stdout' },
  info: { severityNumber: 9, severityText: 'INFO', stream: 'stdout' },
  warn: { severityNumber: 13, severityText: 'WARN', stream: 'stderr' },
  error: { severityNumber: 17, severityText: 'ERROR', stream: 'stderr' },
} as const;

type Method = keyof typeof SEVERITIES;

const METHODS = Object.keys(SEVERITIES) as Method[];
const CAPTURED = Symbol.for('faaslens.console.captured');

/**
 * Hands every `console` line to `record`, after the original output. An `Error` among the arguments also gives the
 * `exception.*` attributes. A line of a JSON logger is taken apart.
 *
 * @returns puts the original methods back
 */
export function captureConsole(
  target: Pick<Console, Method>,
  limits: Limits,
  record: (line: () => LogLine) => void,
): () => void {
  const restores = METHODS.map((method) => {
    const original = target[method];
    if (CAPTURED in original) return () => {};
    const captured = function (this: unknown, ...args: unknown[]): void {
      Reflect.apply(original, this, args);
      // A function, so that nothing is formatted outside invocations.
      record(() => toLine(method, args, limits));
    };
    target[method] = Object.assign(captured, { [CAPTURED]: true });
    return () => {
      target[method] = original;
    };
  });
  return () => {
    for (const restore of restores) restore();
  };
}

function toLine(method: Method, args: readonly unknown[], limits: Limits): LogLine {
  const { stream, ...severity } = SEVERITIES[method];
  const attributes = new AttributeSet(limits);
  attributes.set('log.iostream', stream);
  const [first] = args;
  const line = typeof first === 'string' && args.length === 1 ? readJsonLine(first) : undefined;
  if (line) {
    const { body, attributes: fields, ...told } = line;
    attributes.setAll(fields);
    return { ...severity, ...told, body: body.slice(0, limits.valueLength), attributes };
  }
  const error = args.find((arg) => arg instanceof Error);
  if (error) attributes.setAll(exceptionAttributes(describeException(error)));
  return { ...severity, body: format(...args).slice(0, limits.valueLength), attributes };
}
