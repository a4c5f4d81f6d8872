/** Bytes that may be transferred: a view of a shared buffer (a pooled Buffer) is copied, or its neighbours would go along. */
export function ownMemory(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = body;
  return buffer instanceof ArrayBuffer && body.byteLength === buffer.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(body);
}
