import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const APP = fileURLToPath(new URL('.', import.meta.url));

// A form that is sent before its script is there, by a password manager or a quick hand, is sent by the browser itself:
// unless told otherwise by GET, with all that was typed in the address, and so in histories and in the logs of proxies.
it('no form that asks for a password or secret would put it into an address', () => {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );
  const forms = files.flatMap((name) => {
    const source = readFileSync(join(APP, name), 'utf8');
    if (!source.includes('type="password"')) return [];
    return (source.match(/<form\b[^>]*/g) ?? []).map((form) => `${name}: ${form.replace(/\s+/g, ' ')}`);
  });
  expect(forms.length).toBeGreaterThan(3);
  for (const form of forms) expect(form).toContain(' method="post"');
});
