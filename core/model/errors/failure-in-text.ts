import { type Failure, MAX_STACK_LENGTH } from './failure';
import { isFrameLine } from './stack/parse-stack';

/** How many lines above the first frame are searched for the error's name. */
const HEADER_LINES = 20;
const NAME = /(?:^|\s)((?:[A-Za-z_$][\w$]*(?:\.|::))*[A-Z_$][\w$]*)$/;
const LEVELS = /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|ALERT|FATAL|PANIC)$/;
const SURE_NAME = /(?:Error|Exception|Failure|Fault|Timeout|Abort|Interrupt|Exit)$/;
const COLONS = 6;

/**
 * The failure contained in a text of error severity: JSON with the error's fields, or a stack with its heading; null when it
 * is neither.
 */
export function failureInText(body: string): Failure | null {
  const text = body.trimStart();
  if (text.startsWith('{')) return failureInJson(text);
  const start = text.indexOf('{"errorType"');
  // Lambda's runtime writes `<time>\t<request id>\tERROR\tInvoke Error \t{"errorType": ...}`.
  return (start < 0 || start > 300 ? null : failureInJson(text.slice(start))) ?? failureInStack(text);
}

function failureInJson(text: string): Failure | null {
  if (text.length > MAX_STACK_LENGTH) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(parsed)) return null;
  const nested = [parsed.err, parsed.error, parsed.exception, parsed.errorObject, parsed.message].find(
    isObject,
  );
  return failureInFields(parsed) ?? (nested === undefined ? null : failureInFields(nested));
}

function failureInFields(fields: Readonly<Record<string, unknown>>): Failure | null {
  const type = firstText(fields, ['errorType', 'exception.type', 'type', 'name', 'class']);
  const message = firstText(fields, ['errorMessage', 'exception.message', 'message', 'msg']);
  const stack = firstText(fields, [
    'stackTrace',
    'exception.stacktrace',
    'stack',
    'stack_trace',
    'stacktrace',
  ]);
  if (stack === '' && !('errorType' in fields && message !== '')) return null;
  const heading = failureInStack(stack);
  return { type: type || (heading?.type ?? ''), message: message || (heading?.message ?? ''), stack };
}

/** A string, or a list of lines, as Lambda's runtimes write stacks. */
function firstText(fields: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    if (Array.isArray(value)) {
      const lines = value.filter((line) => typeof line === 'string');
      if (lines.length > 0) return lines.join('\n');
    }
  }
  return '';
}

function failureInStack(text: string): Failure | null {
  const lines = text.slice(0, MAX_STACK_LENGTH).split('\n').slice(0, 400);
  const first = lines.findIndex((line) => isFrameLine(line));
  const goroutine = lines.findIndex((line) => /^goroutine \d+ \[/.test(line));
  // Lambda's Python runtime reports code that it cannot load without frames.
  if (first < 0 && goroutine < 0 && !lines.some(isTraceback)) return null;
  const heading = goroutine >= 0 && first < 0 ? goPanic(lines.slice(0, goroutine)) : headingOf(lines, first);
  return { type: heading.type, message: heading.message, stack: text };
}

interface Heading {
  readonly type: string;
  readonly message: string;
}

function headingOf(lines: readonly string[], first: number): Heading {
  const ruby = /:in [`'][^'`]+': (.*) \(([\w:]+)\)$/.exec(lines[first] ?? '');
  if (ruby) return { type: ruby[2] ?? '', message: ruby[1] ?? '' };
  const python = lines.findIndex(isTraceback);
  if (python >= 0) return lastHeading(lines) ?? headingAbove(lines, python);
  return headingAbove(lines, first);
}

function isTraceback(line: string): boolean {
  return line.startsWith('Traceback (most recent call last)');
}

function headingAbove(lines: readonly string[], end: number): Heading {
  const above = lines.slice(Math.max(0, end - HEADER_LINES), end);
  const at = above.findIndex((line) => headingIn(line) !== null);
  if (at < 0) return { type: '', message: above.join('\n').trim() };
  const heading = headingIn(above[at] ?? '') ?? { type: '', message: '' };
  return { type: heading.type, message: [heading.message, ...above.slice(at + 1)].join('\n').trim() };
}

/** Python names the error below its frames; null when it does not, as in Lambda's Python, which names it above them. */
function lastHeading(lines: readonly string[]): Heading | null {
  const last = lines.findLastIndex((line) => isFrameLine(line));
  for (const line of lines.slice(last + 1)) {
    const heading = /^\s/.test(line) ? null : headingIn(line);
    if (heading !== null) return heading;
  }
  return null;
}

/** `Type: message`, `Type`, or either after other text; a name that looks like an error's is preferred. */
function headingIn(line: string): Heading | null {
  const bounded = line.slice(0, 2_000);
  let unsure: Heading | null = null;
  let colon = bounded.indexOf(': ');
  for (let tried = 0; colon >= 0 && tried < COLONS; tried += 1) {
    const type = nameAtEnd(bounded.slice(0, colon));
    const heading = { type: type ?? '', message: bounded.slice(colon + 2).trim() };
    if (type !== null && SURE_NAME.test(type)) return heading;
    if (type !== null) unsure ??= heading;
    colon = bounded.indexOf(': ', colon + 2);
  }
  const last = nameAtEnd(bounded.replace(/:?\s{0,9}$/, ''));
  return last !== null && SURE_NAME.test(last) ? { type: last, message: '' } : unsure;
}

function nameAtEnd(text: string): string | null {
  const type = NAME.exec(text.slice(-200))?.[1];
  return type === undefined || LEVELS.test(type) ? null : type;
}

function goPanic(lines: readonly string[]): Heading {
  const line = lines.find((one) => /^(?:panic|fatal error): /.test(one)) ?? '';
  const [, kind = '', message = ''] = /^(panic|fatal error): (.*)$/.exec(line) ?? [];
  return { type: kind, message: message.replace(/ \[recovered\]$/, '') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
