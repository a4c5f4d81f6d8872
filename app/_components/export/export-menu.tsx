'use client';

import { usePathname } from 'next/navigation';
import { Icon } from '../ui/icons';
import { Popover } from '../ui/popover';
import { useQuery } from '../url/use-query';
import { exportAddress } from './lists';

const FORMATS = [
  { format: 'csv', label: 'CSV', note: 'for spreadsheets' },
  { format: 'ndjson', label: 'JSON', note: 'one object a line' },
] as const;

/** Offers the screen's list as a file, with its current filters; renders nothing on screens without a list. */
export function ExportMenu() {
  const pathname = usePathname();
  const { params } = useQuery();
  if (exportAddress(pathname, params, 'csv') === null) return null;
  return (
    <Popover label="Export" button={<Icon name="download" />}>
      {(close) => (
        <div className="flex flex-col gap-1">
          {FORMATS.map(({ format, label, note }) => (
            <a
              key={format}
              href={exportAddress(pathname, params, format) ?? ''}
              download
              onClick={close}
              className="flex items-baseline gap-2 rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <span className="font-medium text-ink">{label}</span>
              <span className="text-muted">{note}</span>
            </a>
          ))}
          <p className="border-line border-t px-2 pt-2 text-muted text-tremor-label">
            What the list is narrowed to, up to 100,000 rows; the name of the file says it. The API takes a
            greater limit.
          </p>
        </div>
      )}
    </Popover>
  );
}
