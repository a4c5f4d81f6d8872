import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { markForwardedRequests } from '@/core/auth/forwarded-mark';
import { isSecure } from '@/core/auth/secure';
import { loadConfig } from '@/core/config';
import { waitForDatabase } from '@/core/database/brought-up';
import { insistOnHttps } from './insist-on-https';
import { refuseBodiesOfPages } from './refuse-bodies-of-pages';
import { serveStatics } from './serve-statics';
import { serveWithTls } from './serve-with-tls';

/**
 * Loaded into the dashboard's process before its server. It ends the process when the collector is gone, so that a killed
 * collector leaves no orphan on the port; refuses requests until the database is up to date; and marks requests that came
 * through a proxy, before Next adds its own forwarding headers to every request. With a certificate, Next's server speaks
 * TLS; where people use https, browsers are told to insist on it. Scripts and styles, and requests that send a body to a
 * page, are answered without Next.
 */
process.on('disconnect', () => process.exit(0));
waitForDatabase();
markForwardedRequests();
const config = loadConfig();
if (config.tls !== null) serveWithTls(config.tls);
const statics = join(config.distDir, '../.next/standalone/.next/static');
if (existsSync(statics)) serveStatics(statics);
refuseBodiesOfPages();
if (isSecure(config)) insistOnHttps();
