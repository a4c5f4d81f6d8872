// deno run --allow-net --allow-env main.mjs, or on Deno Deploy, or as a function of Supabase: the same code.
import { span, wrap } from '@faaslens/instrumentation/deno';

const hello = wrap(async (request) => {
  const name = new URL(request.url).searchParams.get('name') ?? 'world';
  await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
  return Response.json({ greeting: `Hello, ${name}` });
});

Deno.serve(
  { port: Number(Deno.env.get('PORT') ?? 8000), hostname: Deno.env.get('HOST') ?? '0.0.0.0' },
  hello,
);
