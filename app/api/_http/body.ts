import { FaaslensError } from '@/core/errors';

const MOST_BYTES = 64 * 1024;

/**
 * The JSON body of a request.
 * @throws FaaslensError `invalid_input` for another content type (a form cannot send JSON's) and for broken JSON,
 * `too_large` beyond 64 KiB.
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json *(?:;|$)/i.test(type))
    throw new FaaslensError('invalid_input', 'Content-Type: must be application/json');
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FaaslensError('invalid_input', 'the body is not JSON', { cause });
  }
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new FaaslensError('too_large', `the body is larger than ${MOST_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
