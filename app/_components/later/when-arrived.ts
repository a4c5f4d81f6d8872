/**
 * Tells the whole of an answer of which a part is there already: at once where nothing is to come, else what comes; the part
 * where that tells nothing more, or fails. Ends with what it answers, after which nothing is told.
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
