/** Posts JSON to the API before anybody is signed in; answers its JSON, or what to tell a person. */
export async function postJson<Body>(
  path: string,
  body: unknown,
): Promise<{ readonly body: Body } | { readonly refused: string; readonly status: number }> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { body: answer as Body };
    return {
      refused: messageOf(answer) ?? `Faaslens answered with status ${response.status}`,
      status: response.status,
    };
  } catch {
    return { refused: 'Faaslens cannot be reached. Try again.', status: 0 };
  }
}

function messageOf(answer: unknown): string | null {
  const { error } = (answer ?? {}) as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? error.message : null;
}
