import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './service';

export interface Provider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** Starts a provider as its own process. `port` of an earlier one takes its place. */
export async function startProvider(given: {
  readonly redirectUri: string;
  readonly clientSecret: string;
  readonly port?: string;
  readonly clockShiftSeconds?: number;
}): Promise<Provider> {
  const child = spawn(process.execPath, [join(ROOT, 'e2e/support/oidc-provider.mjs')], {
    env: {
      PATH: process.env.PATH,
      REDIRECT_URI: given.redirectUri,
      CLIENT_SECRET: given.clientSecret,
      PORT: given.port ?? '0',
      CLOCK_SHIFT_SECONDS: String(given.clockShiftSeconds ?? 0),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const issuer = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      const found = /^listening (\S+)/m.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the provider ended with ${code}: ${output}`)));
  });
  return {
    issuer,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** A browser as far as signing in needs one: it keeps cookies of each origin and follows nothing by itself. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const jar = this.jar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  cookie(url: string, name: string): string | undefined {
    return this.jar(url).get(name);
  }

  setCookie(url: string, name: string, value: string): void {
    this.jar(url).set(name, value);
  }

  private jar(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    return jar;
  }
}

/** Signs in at the provider and agrees, up to where it sends the browser back to Faaslens: that address. */
export async function throughProvider(browser: Browser, begin: string, login: string): Promise<string> {
  const { origin } = new URL(begin);
  let at = await goOn(await browser.open(begin), begin);
  for (let step = 0; step < 12 && new URL(at).origin !== origin; step += 1) {
    const response = await browser.open(at);
    if (response.status < 400 && response.headers.has('location')) {
      at = await goOn(response, at);
      continue;
    }
    const html = await response.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1];
    if (!action || !prompt)
      throw new Error(`the provider asks nothing that is known: ${response.status} ${html}`);
    const sent = await browser.open(new URL(action, at).href, { prompt, login, password: 'any' });
    at = await goOn(sent, at);
  }
  return at;
}

async function goOn(response: Response, from: string): Promise<string> {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`${from}: ${response.status} ${await response.text()}`);
  return new URL(location, from).href;
}
