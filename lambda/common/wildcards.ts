/**
 * Matches a text against a pattern with `*` and `?`, as IAM does for ARNs. In time proportional to both lengths at
 * worst, whatever the text: part of it is chosen by whoever made the call (a regular expression would not be so tame).
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let position = 0;
  let patternPosition = 0;
  let star = -1;
  let starMatchedUpTo = 0;
  while (position < text.length) {
    const wanted = pattern[patternPosition];
    if (wanted === '*') {
      star = patternPosition++;
      starMatchedUpTo = position;
    } else if (wanted === '?' || wanted === text[position]) {
      patternPosition++;
      position++;
    } else if (star >= 0) {
      patternPosition = star + 1;
      position = ++starMatchedUpTo;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(patternPosition));
}
