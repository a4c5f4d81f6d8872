/** A grey block in the place of what is still loading. */
export function Skeleton({ className }: { readonly className: string }) {
  return <div aria-hidden="true" className={`motion-safe:animate-pulse rounded-md bg-sunken ${className}`} />;
}

/** Placeholder of a page of tiles and charts. */
export function FiguresSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <Skeleton className="h-7 w-40" />
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4 xl:grid-cols-7">
        {['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => (
          <Skeleton key={key} className="h-[92px]" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} className="h-64" />
        ))}
      </div>
    </div>
  );
}

/** Placeholder of a page with a table. */
export function TableSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-8 w-full max-w-2xl" />
      <Skeleton className="h-[60vh]" />
    </div>
  );
}
