import { type Config, isLoopbackHost } from '../config';

/** Whether even a client on this machine must show a key in this configuration. */
export function asksForKey({ auth, host, publicUrl }: Pick<Config, 'auth' | 'host' | 'publicUrl'>): boolean {
  if (auth !== 'auto') return auth === 'required';
  return !isLoopbackHost(host) || publicUrl !== null;
}
