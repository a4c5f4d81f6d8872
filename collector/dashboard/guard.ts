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
 * Loaded into the dashboard's process before its server. Ends it when the collector is gone, so that a killed
 * collector leaves no orphan on the port; keeps everybody from a database that is not up to date yet; and notes which
 * requests a proxy brought, before Next adds its own forwarding headers to every request. Where there is a certificate,
 * the server that Next makes speaks https, and where people come by https, browsers are told to insist on it. Scripts and
 * styles are answered without it, and so is who sends something to a page.
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
