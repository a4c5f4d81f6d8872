import Link from 'next/link';
import { Card } from '../_components/ui/card';
import { MORE_LINK } from '../_components/ui/controls';
import { Nothing } from '../_components/ui/nothing';

export default function NotFound() {
  return (
    <Card>
      <Nothing isScreen title="Nothing was found at this address">
        <p>The link may be mistyped, or what it led to may have been removed.</p>
        <Link prefetch={false} href="/" className={MORE_LINK}>
          To the overview
        </Link>
      </Nothing>
    </Card>
  );
}
