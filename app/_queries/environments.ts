import { services } from './door';

/** The environments seen so far, sorted; '' is the unnamed one. */
export async function listEnvironments(): Promise<readonly string[]> {
  const { reader } = await services();
  return reader.environments();
}
