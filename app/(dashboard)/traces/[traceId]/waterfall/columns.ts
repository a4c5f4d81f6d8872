/** The two columns that the axis, every row and every event share, so that times line up. */
export const COLUMNS = 'grid grid-cols-[minmax(9.5rem,38%)_minmax(0,1fr)]';
