import { Skeleton } from '../ui/skeleton';

/** In the place of a `FacetCard` that is on its way; as high as its button where that is folded. */
export function FacetSkeleton() {
  return <Skeleton className="h-8 self-start xl:h-80" />;
}
