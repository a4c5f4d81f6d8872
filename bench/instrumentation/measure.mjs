import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/** Starts what the functions call and send to. */
export async function startSink() {
  const sink = fork(join(HERE, 'sink.mjs'));
  const [{ port, udpPort }] = await once(sink, 'message');
  return {
    port,
    udpPort,
    /** Requests and datagrams of telemetry since the last call. */
    async received() {
      sink.send('received');
      const [answer] = await once(sink, 'message');
      return answer.received;
    },
    stop: () => sink.disconnect(),
  };
}

/** Runs a function in a fresh process; `undefined` when it does not work. */
export async function runFunction(file, times, { folder, sink, env = {} }) {
  const address = `http://127.0.0.1:${sink.port}`;
  const stdout = openSync(devNull, 'w');
  const child = spawn(process.execPath, [join(HERE, 'invoke.mjs'), file, String(times)], {
    env: {
      PATH: process.env.PATH,
      BENCH_TARGET: `${address}/target`,
      BENCH_DSN: address.replace('//', '//public@').concat('/1'),
      BENCH_WORK: join(folder, 'work.cjs'),
      OTEL_EXPORTER_OTLP_ENDPOINT: address,
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${sink.port}`,
      AWS_REGION: 'eu-west-1',
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${sink.udpPort}`,
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'work.handler',
      ...env,
    },
    stdio: ['ignore', stdout, 'pipe'],
  });
  closeSync(stdout);
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  const last = output.trim().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? JSON.parse(last) : undefined;
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
