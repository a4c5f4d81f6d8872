import type { Thrown } from '../errors/failure';
import { isRecord } from './platform-record';

const FRAME = '\n\tat ';
const FRAME_IN_JSON = '\\n\\tat ';
const BETWEEN = ': ';
const CLASS = /^[\w$.]{1,500}$/;
const MAX_JSON = 256 * 1024;

/**
 * The failure in what Lambda's Java runtime logs about an uncaught exception, as text or as the `message` of a JSON line:
 * `<message>: <class>`, followed by Java's own output, `<class>: <message>` and the frames. Without a message, the first line is
 * the class alone. Null for anything else; the double heading is unmistakable.
 */
export function failureInJavaText(body: string): Thrown | null {
  const text = body.startsWith('{') ? messageIn(body) : body;
  const end = text.indexOf(FRAME);
  if (end < 0) return null;
  const heading = text.slice(0, end);
  return withMessage(heading) ?? withoutMessage(heading);
}

function withMessage(heading: string): Thrown | null {
  // Both halves say the same in a different order.
  const middle = (heading.length - 1) / 2;
  if (heading.charAt(middle) !== '\n') return null;
  const printed = heading.slice(middle + 1);
  const at = printed.indexOf(BETWEEN);
  const [type, message] = [printed.slice(0, at), printed.slice(at + BETWEEN.length)];
  if (at < 0 || !CLASS.test(type)) return null;
  return heading.slice(0, middle) === message + BETWEEN + type ? { type, message } : null;
}

function withoutMessage(heading: string): Thrown | null {
  const type = heading.slice(heading.lastIndexOf('\n') + 1);
  return CLASS.test(type) && heading === `${type}${BETWEEN}${type}\n${type}` ? { type, message: '' } : null;
}

function messageIn(line: string): string {
  if (line.length > MAX_JSON || !line.includes(FRAME_IN_JSON)) return '';
  try {
    const parsed: unknown = JSON.parse(line);
    return isRecord(parsed) && typeof parsed.message === 'string' ? parsed.message : '';
  } catch {
    return '';
  }
}
