import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { ROOT } from './service';

export interface LambdaRun {
  /** File below examples/. */
  readonly file: string;
  readonly otlp: string;
  /** File below examples/aws-lambda/events without its ending; the function's own name unless told. */
  readonly event?: string;
  readonly times?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly node?: string;
}

export interface InvocationLine {
  readonly requestId: string;
  readonly ok: boolean;
  readonly durationMs: number;
}

/** Runs a wrapped example function in a process of its own and answers how each invocation ended. */
export async function invokeLambda(run: LambdaRun): Promise<readonly InvocationLine[]> {
  const args = [
    join(ROOT, 'examples/run-lambda.mjs'),
    join(ROOT, 'examples', run.file),
    '--event',
    join(
      ROOT,
      'examples/aws-lambda/events',
      `${run.event ?? basename(run.file).replace(/\.[cm]?js$/, '')}.json`,
    ),
    // On a busy machine an invocation and its telemetry take longer than a function may by default.
    ...['--timeout-ms', '30000'],
    ...(run.times === undefined ? [] : ['--times', String(run.times)]),
    ...(run.args ?? []),
  ];
  const child = spawn(run.node ?? process.execPath, args, {
    env: {
      PATH: process.env.PATH ?? '',
      OTEL_EXPORTER_OTLP_ENDPOINT: run.otlp,
      // Other tests have the cores meanwhile: what did not arrive within the usual time would be gone with the process.
      OTEL_EXPORTER_OTLP_TIMEOUT: '20000',
      ...run.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  await once(child, 'close');
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{"requestId"'))
    .map((line) => JSON.parse(line) as InvocationLine);
  if (lines.length !== (run.times ?? 1)) throw new Error(`the function did not run:\n${output}\n${errors}`);
  return lines;
}
