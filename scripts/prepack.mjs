// Before `npm pack`: what the tarball holds is built from the sources as they are.
import { fileURLToPath } from 'node:url';
import { build } from './prepare.mjs';

await build(fileURLToPath(new URL('..', import.meta.url)));
