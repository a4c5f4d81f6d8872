import pino from 'pino';
import { startCollector } from '@/collector/collect';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { urlOf } from './ready-text';
import { firstSignal } from './signals';

/** `faaslens collect`: a collector of many in front of one ClickHouse. Runs until SIGTERM or SIGINT and answers 0. */
export async function collect(
  argv: readonly string[],
  config: Config,
  { root }: CliContext,
): Promise<number> {
  if (argv.length > 0) throw new FaaslensError('invalid_input', 'collect takes no further words');
  const stopSignal = firstSignal();
  const running = await startCollector({
    config,
    root,
    log: pino({ name: 'faaslens' }, pino.destination(2)),
  });
  console.log(
    `Faaslens collects\n  OTLP/HTTP  ${urlOf(config, config.otlpHttpPort)}\n  OTLP/gRPC  ${urlOf(config, config.otlpGrpcPort)}`,
  );
  const signal = await stopSignal;
  console.log(`${signal}: finishing what is in progress`);
  await running.stop();
  return 0;
}
