/**
 * Reports the whole of an answer of which a part is there already: at once if nothing else is coming, else when it arrives; only
 * the part if the rest is nothing or fails. Returns a function that stops it, after which nothing is reported.
 */
export function whenArrived<Value>(
  there: Value,
  coming: Promise<Value | null> | null,
  tell: (whole: Value) => void,
): () => void {
  let isWanted = true;
  const told = (whole: Value | null) => {
    if (isWanted) tell(whole ?? there);
  };
  if (coming === null) told(there);
  else coming.then(told, () => told(there));
  return () => {
    isWanted = false;
  };
}
