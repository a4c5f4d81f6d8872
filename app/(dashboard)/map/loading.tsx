import { TableSkeleton } from '../../_components/ui/skeleton';

export default function Loading() {
  return <TableSkeleton />;
}
