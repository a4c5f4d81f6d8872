import { hostName } from '@/core/auth/hosts';
import { type Config, isLoopbackHost } from '@/core/config';

type Listening = Pick<Config, 'host' | 'publicUrl' | 'tls' | 'otlpHttpPort'>;

/** The OTLP/HTTP address that functions send to, as seen by the caller: `asked` is the `Host` of the request. */
export function otlpAddress(config: Listening, asked: string | undefined): string {
  const scheme = config.tls === null ? 'http' : 'https';
  return `${scheme}://${senderHost(config, asked)}:${config.otlpHttpPort}`;
}

/** The name used by the caller reaches this machine too; if bound to loopback, only loopback does. */
function senderHost({ host, publicUrl }: Listening, asked: string | undefined): string {
  if (isLoopbackHost(host)) return host.includes(':') ? `[${host}]` : host;
  if (publicUrl !== null) return new URL(publicUrl).hostname;
  const name = hostName(asked) ?? 'localhost';
  return name.includes(':') ? `[${name}]` : name;
}
