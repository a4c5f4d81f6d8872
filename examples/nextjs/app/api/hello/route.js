// GET /api/hello?name=Ada, on Vercel or with `next build && next start` anywhere.
import { span, wrap } from '@faaslens/instrumentation/vercel';
import { after } from 'next/server';

export const GET = wrap(
  async (request) => {
    const name = request.nextUrl.searchParams.get('name') ?? 'world';
    await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
    return Response.json({ greeting: `Hello, ${name}` });
  },
  { route: '/api/hello', waitUntil: after },
);
