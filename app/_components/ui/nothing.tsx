import type { ReactNode } from 'react';

/** Says that a list is empty and what to do about it; `isScreen` if there is nothing else on the screen. */
export function Nothing({
  title,
  isScreen = false,
  children,
}: {
  readonly title: string;
  readonly isScreen?: boolean;
  readonly children?: ReactNode;
}) {
  const Title = isScreen ? 'h1' : 'p';
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      <Title className="font-medium text-ink">{title}</Title>
      {children !== undefined && <div className="max-w-md text-muted">{children}</div>}
    </div>
  );
}
