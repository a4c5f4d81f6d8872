import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './service';

export interface LambdaRun {
  /** File below examples/. */
  readonly file: string;
  readonly otlp: string;
  readonly event?: unknown;
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

/** Runs a wrapped example function in a process of its own and answers what each invocation printed. */
export async function invokeLambda(run: LambdaRun): Promise<readonly InvocationLine[]> {
  const args = [
    join(ROOT, 'examples/run-lambda.mjs'),
    join(ROOT, 'examples', run.file),
    ...(run.event === undefined ? [] : ['--event', JSON.stringify(run.event)]),
    ...(run.times === undefined ? [] : ['--times', String(run.times)]),
    ...(run.args ?? []),
  ];
  const child = spawn(run.node ?? process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', OTEL_EXPORTER_OTLP_ENDPOINT: run.otlp, ...run.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the function's process ended with ${code}:\n${output}\n${errors}`);
  return output
    .split('\n')
    .filter((line) => line.startsWith('{"requestId"'))
    .map((line) => JSON.parse(line) as InvocationLine);
}
