/** As long as what lists are searched for may be. */
const LONGEST_SEARCH = 500;

/**
 * What finds the lines of a shape among those that the screen is narrowed to by `q`: the shape's own words beside it, and
 * alone where both cannot be written as one.
 */
export function patternSearch(shape: string, q: string | undefined): string {
  const both = [q ?? '', shape].filter((part) => part !== '').join(' ');
  const isOpen = (q?.split('"').length ?? 1) % 2 === 0;
  return isOpen || both.length > LONGEST_SEARCH ? shape : both;
}
