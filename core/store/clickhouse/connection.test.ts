import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openConnection } from './connection';

it("asks for a quorum in the order of inserts, without which replicas would not see each other's rows", async () => {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://server').searchParams);
    request.resume().on('end', () => response.setHeader('x-clickhouse-query-id', '1').end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = openConnection(`http://127.0.0.1:${(server.address() as AddressInfo).port}/traces`);
  try {
    await connection.insert('span', [{ name: 'checkout' }]);
    const [insert] = asked;
    expect(insert?.get('insert_quorum')).toBe('auto');
    expect(insert?.get('insert_quorum_parallel')).toBe('0');
    expect(insert?.get('select_sequential_consistency')).toBe('1');
    expect(insert?.get('async_insert')).toBe('0');
  } finally {
    await connection.close();
    server.close();
  }
});

it('sends once what is asked in the same turn, and again what is asked after it was sent', async () => {
  const sent: string[] = [];
  const server = createServer(async (request, response) => {
    sent.push(await text(request));
    response.setHeader('x-clickhouse-query-id', '1').end(`{"answer":${sent.length}}\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { ask, close } = openConnection(`http://127.0.0.1:${(server.address() as AddressInfo).port}/traces`);
  try {
    const one = [{ name: 'p0', value: 1 }];
    const [first, same, other] = await Promise.all([
      ask('SELECT {p0:Float64} AS answer', one),
      ask('SELECT {p0:Float64} AS answer', one),
      ask('SELECT {p0:Float64} AS answer', [{ name: 'p0', value: 2 }]),
    ]);
    expect(sent).toHaveLength(2);
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
    expect(await ask('SELECT {p0:Float64} AS answer', one)).toEqual([{ answer: 3 }]);
  } finally {
    await close();
    server.close();
  }
});
