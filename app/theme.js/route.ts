export const dynamic = 'force-static';

/** Runs before the first paint, so that a stored or system dark theme never flashes white. */
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
})();
`;

/** The theme script; the same for everybody and without data, so it needs no key. */
export function GET(): Response {
  return new Response(SCRIPT, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
}
