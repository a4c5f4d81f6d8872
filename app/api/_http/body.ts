import { FaaslensError } from '@/core/errors';

/**
 * The JSON body of a request.
 * @throws FaaslensError `invalid_input` for another content type (which a form cannot set to JSON) and for malformed JSON,
 * `too_large` beyond `mostBytes`.
 */
export async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json *(?:;|$)/i.test(type))
    throw new FaaslensError('invalid_input', 'Content-Type: must be application/json');
  const text = await readText(request, mostBytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FaaslensError('invalid_input', 'the body is not JSON', { cause });
  }
}

async function readText(request: Request, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new FaaslensError('too_large', `the body is larger than ${mostBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
