const GOING = 'faaslens-going';

/** Announces navigation in the dashboard that does not start at a link. */
export function tellGoing(address: string): void {
  dispatchEvent(new CustomEvent(GOING, { detail: address }));
}

/** Calls back on each announcement; returns a function that unsubscribes. */
export function onGoing(told: (address: string) => void): () => void {
  const heard = (event: Event) => {
    if (event instanceof CustomEvent) told(String(event.detail));
  };
  addEventListener(GOING, heard);
  return () => removeEventListener(GOING, heard);
}
