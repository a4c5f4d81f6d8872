export const dynamic = 'force-static';

/**
 * Runs before the first paint, so that a stored or system dark theme never flashes white. And tells the server by cookie
 * in which zone this browser shows times, so that the server's next answer has them right from the start.
 *
 * And what arrives after the first paint is shown at the next frame: React (19.2) holds it back until 300 ms after the paint
 * before, at `$RT`, lest skeletons flicker, and what is in that for 300 ms more.
 */
const SCRIPT = `(() => {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    let choice = null;
    try { choice = localStorage.getItem('faaslens-theme'); } catch {}
    const dark = choice === 'dark' || (choice !== 'light' && media.matches);
    document.documentElement.classList.toggle('dark', dark);
  };
  apply();
  media.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('faaslens-theme', apply);
  const tellZone = () => {
    let choice = null;
    try { choice = localStorage.getItem('faaslens-zone'); } catch {}
    const zone = (choice === 'utc' ? 'utc ' : 'local ') + Intl.DateTimeFormat().resolvedOptions().timeZone;
    document.cookie = 'faaslens-zone=' + encodeURIComponent(zone) + ';path=/;max-age=31536000;samesite=lax';
  };
  tellZone();
  addEventListener('faaslens-zone', tellZone);
  Object.defineProperty(window, '$RT', { set() {} });
})();
`;

/** The script; the same for everybody and without data, so it needs no key. */
export function GET(): Response {
  return new Response(SCRIPT, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
}
