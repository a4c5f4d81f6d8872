// netlify/functions/greet.mjs of a site; answers GET /greet?name=Ada.
import { span, wrap } from '@faaslens/instrumentation/netlify';

export default wrap(async (request) => {
  const name = new URL(request.url).searchParams.get('name') ?? 'world';
  await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
  return Response.json({ greeting: `Hello, ${name}` });
});

export const config = { path: '/greet' };
