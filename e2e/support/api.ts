/** Asks the dashboard's API; throws with the answer's text unless it is 2xx. */
export async function api<Result>(base: string, path: string, init: RequestInit = {}): Promise<Result> {
  const response = await fetch(`${base}/api/v1${path}`, {
    ...init,
    headers: {
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...(init.headers as Record<string, string>),
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Result;
}

export interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Asks again until the answer fits; fails after the time with what came last. Only what hangs takes so long. */
export async function until<Result>(
  ask: () => Promise<Result>,
  fits: (result: Result) => boolean,
  timeoutMs = 120_000,
): Promise<Result> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await ask();
    if (fits(result)) return result;
    if (Date.now() > deadline)
      throw new Error(`not within ${timeoutMs} ms; last: ${JSON.stringify(result).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
