/** The bytes in memory that may be moved: a view of shared memory (a pooled Buffer) is copied, else its neighbours' bytes would go along. */
export function ownMemory(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = body;
  return buffer instanceof ArrayBuffer && body.byteLength === buffer.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(body);
}
