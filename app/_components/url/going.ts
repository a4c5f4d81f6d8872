const GOING = 'faaslens-going';

/** Says that an address of the dashboard was asked for otherwise than by a link. */
export function tellGoing(address: string): void {
  dispatchEvent(new CustomEvent(GOING, { detail: address }));
}

/** Calls back whenever that is said; ends with what it answers. */
export function onGoing(told: (address: string) => void): () => void {
  const heard = (event: Event) => {
    if (event instanceof CustomEvent) told(String(event.detail));
  };
  addEventListener(GOING, heard);
  return () => removeEventListener(GOING, heard);
}
