// Receives whatever the peers send, and is what the function calls. A process of its own, so that its work is nobody's.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';

let received = 0;

const server = createServer((incoming, response) => {
  // What an internal extension of Lambda talks to: its next event never comes, so that it keeps out of the way.
  if (incoming.url.endsWith('/event/next')) return;
  if (incoming.url !== '/target') received += 1;
  incoming.resume().once('end', () => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('lambda-extension-identifier', 'bench');
    response.end('{}');
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const datagrams = createSocket('udp4', () => {
  received += 1;
});
datagrams.bind(0, '127.0.0.1');
await once(datagrams, 'listening');

process.on('message', () => {
  process.send({ received });
  received = 0;
});
process.send({ port: server.address().port, udpPort: datagrams.address().port });
process.once('disconnect', () => process.exit());
