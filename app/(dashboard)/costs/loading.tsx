import { FiguresSkeleton } from '../../_components/ui/skeleton';

export default function Loading() {
  return <FiguresSkeleton />;
}
