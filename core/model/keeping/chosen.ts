/** Whether an ordinary trace is the one in `oneIn` that keeps its details: decided by its id, so that everybody agrees. */
export function isChosen(traceId: string, oneIn: number): boolean {
  let hash = 0x811c9dc5;
  for (let at = 0; at < traceId.length; at += 1) hash = Math.imul(hash ^ traceId.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % oneIn === 0;
}
