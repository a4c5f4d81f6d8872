interface Asked {
  /** What was typed; undefined for nothing. */
  readonly typed: string | undefined;
  /** Whether that has the form of an invocation's place, and whether one is stored there. */
  readonly isPlace: boolean;
  readonly isFound: boolean;
  /** Whether there is an invocation that is usual. */
  readonly hasUsual: boolean;
}

/** What an invocation is shown beside, and what is wrong with what was asked for; '' where nothing is. */
export function besideText({ typed, isPlace, isFound, hasUsual }: Asked): {
  readonly wrong: string;
  readonly text: string;
} {
  if (isFound) return { wrong: '', text: 'Compared with the invocation that you chose.' };
  return {
    wrong: typed === undefined ? '' : isPlace ? NOT_STORED : NO_PLACE,
    text: hasUsual
      ? 'Compared with the newest successful invocation of about median duration, within a day of it.'
      : 'Nothing to compare with: no other successful invocation of about median duration within a day of it.',
  };
}

const NO_PLACE =
  'That is not an invocation. Open the other one in its trace, choose its span, and paste what “Copy link” gives.';
const NOT_STORED =
  'No invocation is stored there: it may have been removed because of its age, or the span is only a part of one.';
