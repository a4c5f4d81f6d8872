const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const ZEROS = /^0+$/;
const ZERO = 48;
const BASE64_TRACE_ID = /^[A-Za-z0-9+/]{22}==$/;
const BASE64_SPAN_ID = /^[A-Za-z0-9+/]{11}=$/;

/** Whether this is a valid trace id (`bytes` 16) or span id (8): lower-case hex and not all zeros. */
export function isId(id: string, bytes: 16 | 8): boolean {
  return (bytes === 16 ? TRACE_ID : SPAN_ID).test(id) && !isZeros(id);
}

/** Whether no id was sent: empty or all zeros. */
export function isNoId(id: string): boolean {
  return id === '' || isZeros(id);
}

/** Called for every id of every span: the first digit decides nearly all. */
function isZeros(id: string): boolean {
  return id.charCodeAt(0) === ZERO && ZEROS.test(id);
}

/**
 * An id of a JSON body as lower-case hex. Base64 violates OTLP, but generic protobuf-to-JSON code sends it; at the right
 * length it cannot be mistaken for hex.
 */
export function hexOfText(text: string): string {
  return BASE64_TRACE_ID.test(text) || BASE64_SPAN_ID.test(text)
    ? Buffer.from(text, 'base64').toString('hex')
    : text.toLowerCase();
}

/** Why an id is refused, as a message to the sender; `name` is the field's name. */
export function idProblem(name: string, id: string, bytes: 16 | 8): string {
  if (id === '') return `${name} is missing`;
  if (isZeros(id)) return `${name} is all zeros`;
  return `${name} must be ${bytes * 2} hex digits (${bytes} bytes), not ${/^[0-9a-f]*$/.test(id) ? `${id.length} digits` : 'other text; base64 is not OTLP'}`;
}
