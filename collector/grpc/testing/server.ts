import type { IntakeLimits } from '../../http/intake';
import { type TestIntake, type TestIntakeOptions, testIntake } from '../../http/testing/intake';
import { createGrpcServer, type GrpcLimits, type GrpcServer } from '../server';

export interface TestGrpcServer extends TestIntake {
  readonly server: GrpcServer;
  readonly port: number;
  readonly url: string;
}

/** A server on a free port in front of a test intake. */
export async function startGrpcServer({
  limits = {},
  ...options
}: TestIntakeOptions & { limits?: Partial<GrpcLimits & IntakeLimits> } = {}): Promise<TestGrpcServer> {
  const state = testIntake({ ...options, limits });
  const server = createGrpcServer({
    config: { host: '127.0.0.1', otlpGrpcPort: 0, otlpHttpPort: 4318 },
    intake: state.intake,
    log: state.log,
    limits,
  });
  const { port } = await server.listen();
  return Object.assign(state, { server, port, url: `http://127.0.0.1:${port}` });
}
