/** One HTTP/1.1 answer out of the text of a connection. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** One character per byte. */
  readonly body: string;
  /** Whether the connection can carry another request. */
  readonly isKept: boolean;
  /** What follows this answer. */
  readonly rest: string;
}

const FIELDS = /\r\n(transfer-encoding|content-length|connection|retry-after):[ \t]*([^\r]*)/gi;

/**
 * Reads the first answer of `text`, of which every character is a byte (RFC 9112; interim answers are passed over). The
 * body of an answer without a length is what is there with its head.
 *
 * @returns `undefined` while more has to come
 * @throws for what is no HTTP
 */
export function readAnswer(text: string): HttpAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const [, minor, code] = /^HTTP\/1\.(\d) (\d{3})/.exec(head) ?? [];
  if (code === undefined) throw new Error('the answer is not HTTP/1.1');
  const after = text.slice(end + 4);
  const status = Number(code);
  if (status < 200) return readAnswer(after);
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of head.matchAll(FIELDS)) fields[name.toLowerCase()] = value.trim();
  const isChunked = /chunked/i.test(fields['transfer-encoding'] ?? '');
  const length = status === 204 || status === 304 ? '0' : fields['content-length'];
  const parts = isChunked ? chunkedBody(after) : splitAt(after, Number(length ?? after.length));
  if (parts === undefined) return undefined;
  const [body, rest] = parts;
  const isFramed = isChunked || length !== undefined;
  const isKept = isFramed && minor !== '0' && !/close/i.test(fields.connection ?? '');
  return { status, retryAfter: fields['retry-after'], body, isKept, rest };
}

/** A body and what follows it; `undefined` while it is not all there. */
type Parts = readonly [body: string, rest: string] | undefined;

const splitAt = (text: string, length: number): Parts =>
  text.length < length ? undefined : [text.slice(0, length), text.slice(length)];

function chunkedBody(text: string): Parts {
  let body = '';
  let at = 0;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    if (!(size >= 0)) throw new Error('the answer has a chunk without a size');
    // After the last chunk come trailers, if any, and an empty line; what follows its size begins with one.
    if (size === 0) break;
    at = lineEnd + 2 + size + 2;
    if (text.length < at) return undefined;
    body += text.slice(lineEnd + 2, at - 2);
  }
  const last = text.indexOf('\r\n\r\n', at);
  return last < 0 ? undefined : [body, text.slice(last + 4)];
}
