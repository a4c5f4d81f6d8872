/** Redirects the browser, with the cookies that the headers set. */
export function leadTo(path: string, headers: Headers): Response {
  headers.set('Location', path);
  return new Response(null, { status: 303, headers });
}
