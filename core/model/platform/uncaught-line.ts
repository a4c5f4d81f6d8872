import { stringAttribute } from '../attributes';
import { boundedFailure, type Thrown } from '../errors/failure';
import { failureInText } from '../errors/failure-in-text';
import type { LogRecord } from '../telemetry';
import { CLOUDWATCH_SCOPE, TELEMETRY_SCOPE } from './feed-scopes';
import type { ReportLine } from './report-line';
import { failureInJavaText } from './uncaught-java';
import { failureInErrorObject } from './uncaught-object';

/** Character codes. */
const [BRACE, BRACKET, ZERO, NINE] = [123, 91, 48, 57];
/** Preceded by `<ISO time>\t<request id>`. */
const NODE_MARK = '\tERROR\tInvoke Error ';
const NODE_ID_AT = 25;
const NODE_MARK_AT = 61;
const PYTHON_MARK = '[ERROR] ';
/** The runtime indents with non-breaking spaces, unlike people's own output. */
const PYTHON_TRACE = /\nTraceback \(most recent call last\):(?:\n\u00a0|\s*$)/;
const PYTHON_JSON_MARK = '"log_level"';
/** The mark follows the time directly. */
const MARK_WITHIN = 100;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * What Lambda's runtimes for Node.js, Python, Java, Go and Ruby log about an uncaught exception, with the id of the execution that
 * failed; null for all other records. Lambda's text reports do not say that an execution failed, and its span, if any, reports
 * the same failure. Only records delivered by a feed are examined: there the report arrives too, which ties the line, however long
 * after the start, to that execution. Called for every record, so an ordinary line costs only a few comparisons and a search.
 */
export function uncaughtIn(log: LogRecord): ReportLine | null {
  const { name } = log.scope;
  if (name !== CLOUDWATCH_SCOPE && name !== TELEMETRY_SCOPE) return null;
  const requestId = requestOf(log);
  const thrown = requestId === null ? null : thrownIn(log.body);
  if (thrown === null) return null;
  const { type, message } = boundedFailure(thrown.type, thrown.message, '');
  const figures = { status: 'error', errorType: type || null, errorMessage: message || null } as const;
  return { kind: 'runtimeDone', requestId, figures };
}

function requestOf({ body, attributes }: LogRecord): string | null {
  if (!isOfNode(body)) return stringAttribute(attributes, 'faas.invocation_id');
  const id = body.slice(NODE_ID_AT, NODE_MARK_AT);
  return UUID.test(id) ? id : null;
}

function thrownIn(body: string): Thrown | null {
  if (isOfNode(body) || isOfPython(body)) return failureInText(body);
  return failureInErrorObject(body) ?? failureInJavaText(body);
}

function isOfNode(body: string): boolean {
  const first = body.charCodeAt(0);
  return first >= ZERO && first <= NINE && body.startsWith(NODE_MARK, NODE_MARK_AT);
}

function isOfPython(body: string): boolean {
  const first = body.charCodeAt(0);
  if (first === BRACKET) return body.startsWith(PYTHON_MARK) && PYTHON_TRACE.test(body);
  return first === BRACE && body.lastIndexOf(PYTHON_JSON_MARK, MARK_WITHIN) >= 0;
}
