import { Skeleton } from '../ui/skeleton';

/** Placeholder of a `FacetCard` that is loading; as high as its button where that is folded. */
export function FacetSkeleton() {
  return <Skeleton className="h-8 self-start xl:h-80" />;
}
