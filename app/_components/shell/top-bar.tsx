'use client';

import { usePathname } from 'next/navigation';
import { ExportMenu } from '../export/export-menu';
import { GlobalKeys } from '../keys/global-keys';
import { AutoRefresh } from './auto-refresh';
import { EnvironmentSelect } from './environment-select';
import { RangePicker } from './range-picker';
import { ThemeSwitch } from './theme-switch';

/** What narrows and refreshes the screen. One trace and the alerts have their own time: no range there. */
export function TopBar({ environments }: { readonly environments: readonly string[] }) {
  const pathname = usePathname();
  const ranged = !/^\/(traces\/.+|alerts.*)$/.test(pathname);
  return (
    <div className="flex min-w-0 grow flex-wrap items-center justify-end gap-2">
      {ranged && (
        <>
          <EnvironmentSelect environments={environments} />
          <div data-key="range">
            <RangePicker />
          </div>
        </>
      )}
      <ExportMenu />
      <AutoRefresh />
      <GlobalKeys />
      <ThemeSwitch />
    </div>
  );
}
