'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';
import { href } from './href';
import { useQuery } from './use-query';

interface ScopedLinkProps extends Omit<ComponentProps<typeof Link>, 'href' | 'prefetch'> {
  /** A path of the dashboard. */
  readonly to: string;
  readonly params?: Parameters<typeof href>[2];
}

/** A link that keeps range and environment, for screens that have none themselves, so that they are still set on return. */
export function ScopedLink({ to, params, ...rest }: ScopedLinkProps) {
  const { scope } = useQuery();
  return <Link prefetch={false} href={href(to, scope, params)} {...rest} />;
}
