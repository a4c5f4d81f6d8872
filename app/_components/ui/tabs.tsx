'use client';

import { Tab, TabGroup, TabList, TabPanel, TabPanels } from '@tremor/react';
import type { ReactNode } from 'react';

/** One panel at a time, chosen by name. */
export function Tabs({
  items,
}: {
  readonly items: readonly { readonly name: string; readonly content: ReactNode }[];
}) {
  return (
    <TabGroup>
      <TabList variant="line">
        {items.map((item) => (
          <Tab key={item.name}>{item.name}</Tab>
        ))}
      </TabList>
      <TabPanels>
        {items.map((item) => (
          <TabPanel key={item.name} className="mt-4">
            {item.content}
          </TabPanel>
        ))}
      </TabPanels>
    </TabGroup>
  );
}
