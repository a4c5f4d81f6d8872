import type { Limits } from '../config/config';
import { format } from '../host/node';
import { AttributeSet } from '../trace/attribute-set';
import { describeException, exceptionAttributes } from '../trace/exception';
import { readJsonLine } from './json-line';
import type { LogRecord } from './log-record';

/** What a captured line says, before its time and span are known. */
export type LogLine = Pick<LogRecord, 'severityNumber' | 'severityText' | 'body' | 'attributes'>;

const SEVERITIES = {
  debug: [5, 'DEBUG'],
  log: [9, 'INFO'],
  info: [9, 'INFO'],
  warn: [13, 'WARN'],
  error: [17, 'ERROR'],
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
  const [severityNumber, severityText] = SEVERITIES[method];
  const attributes = new AttributeSet(limits);
  attributes.set('log.iostream', severityNumber < 13 ? 'stdout' : 'stderr');
  const [first] = args;
  const text = args.length === 1 && typeof first === 'string' ? first : undefined;
  const line = text === undefined ? undefined : readJsonLine(text);
  if (line) {
    const { body, attributes: fields, exception, ...told } = line;
    attributes.setAll(fields);
    attributes.setAll(exception, true);
    return { severityNumber, severityText, ...told, body: body.slice(0, limits.valueLength), attributes };
  }
  const error = args.find((arg) => arg instanceof Error);
  if (error) attributes.setAll(exceptionAttributes(describeException(error)), true);
  const body = (text ?? format(...args)).slice(0, limits.valueLength);
  return { severityNumber, severityText, body, attributes };
}
