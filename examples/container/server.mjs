// Any container: Cloud Run, Knative, Fly... A handler of web types behind node:http. Listens on PORT.
import { createServer } from 'node:http';
import { span, wrap } from '@faaslens/instrumentation/web';

const handler = wrap(
  async (request) => {
    const name = new URL(request.url).searchParams.get('name') ?? 'world';
    await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
    return Response.json({ greeting: `Hello, ${name}` });
  },
  { route: '/' },
);

const server = createServer(async (incoming, outgoing) => {
  const { method, headers, url } = incoming;
  const response = await handler(new Request(`http://${headers.host}${url}`, { method, headers }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
});
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST, () => {
  console.log(`listening on ${server.address().port}`);
});
