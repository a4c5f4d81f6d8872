import pino from 'pino';
import { createGrpcServer } from '../../grpc/server';
import { createIngest, type Ingest } from '../../ingest/ingest';
import { buildWorker, newDatabase } from '../../ingest/testing/worker-file';
import { createIntake } from '../intake';
import { createOtlpServer } from '../server';

export interface TestCollector {
  readonly url: string;
  readonly port: number;
  readonly grpcUrl: string;
  readonly databaseFile: string;
  readonly ingest: Ingest;
  close(): Promise<void>;
}

/** The complete write path as in production: both servers, the ingest thread, a database. */
export async function startCollector(): Promise<TestCollector> {
  const log = pino({ level: 'silent' });
  const worker = await buildWorker();
  const { databaseFile, remove } = newDatabase();
  const ingest = createIngest({ workerFile: worker.workerFile, databaseFile, log });
  const intake = createIntake({
    config: { keyLimits: { requests: 1_000, bytesPerSecond: null, spansPerSecond: null } },
    ingest,
    door: { authorize: async () => ({ scope: 'ingest', keyId: null, session: null, environment: null }) },
    log,
  });
  const config = { host: '127.0.0.1', otlpHttpPort: 0, otlpGrpcPort: 0, corsOrigins: [] };
  const http = createOtlpServer({ config, intake, ready: () => ingest.alive, log });
  const grpc = createGrpcServer({ config, intake, log });
  const { port } = await http.listen();
  const { port: grpcPort } = await grpc.listen();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    grpcUrl: `http://127.0.0.1:${grpcPort}`,
    databaseFile,
    ingest,
    async close() {
      await http.close();
      await grpc.close();
      await ingest.close();
      worker.remove();
      remove();
    },
  };
}

/** The resident memory of this process in MiB, after a moment to release what it no longer needs. */
export async function settledMemoryMib(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
    least = Math.min(least, process.memoryUsage().rss / (1024 * 1024));
  }
  return least;
}
