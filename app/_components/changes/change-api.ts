/** Why the API refused a change, as text for people. */
export class RefusedChange extends Error {
  override readonly name = 'RefusedChange';
}

/**
 * Sends a change to the API under /api/v1 and returns its JSON, or undefined if the response is empty.
 * @throws RefusedChange with the API's own message, or a generic one if it did not respond.
 */
export async function changeApi<Result>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    throw new RefusedChange('Faaslens did not answer: is it still running?');
  }
  const text = await response.text();
  if (!response.ok)
    throw new RefusedChange(messageOf(text) ?? `Faaslens answered with status ${response.status}`);
  return (text === '' ? undefined : JSON.parse(text)) as Result;
}

/** The message of an API error response; null if it has none. */
export function messageOf(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? error.message : null;
  } catch {
    return null;
  }
}
