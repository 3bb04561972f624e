/**
 * Chat applications read their own markdown in a message: Slack's `*bold*`, `<!channel>`, `@name` and `:emoji:`, Teams's
 * `[text](link)`. What is told here must do nothing there, whoever chose it, and neither application's escapes work in the
 * other. So active characters become others that look alike.
 */
export function prose(text: string): string {
  return (
    text
      .replace(/[*~`<>&@#[\]|\\!$]/g, (character) => LOOK_ALIKES[character] ?? '?')
      // Within a word no application takes it for markup.
      .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\uff3f')
      // `:emoji:`
      .replace(/:(?=\S)/g, '\u2236')
  );
}

/** As it is typed, in a span of code, in which nothing is markup but the end of the span and Slack's `<`, `>` and `&`. */
export function code(text: string): string {
  const inert = text
    .replace(/[`<>&]/g, (character) => LOOK_ALIKES[character] ?? '?')
    .replace(/(?<![A-Za-z0-9])@/g, '\uff20')
    .trim();
  return inert === '' ? '' : `\`${inert}\``;
}

/** A title, which an application may show with or without markup: plain characters only. */
export function title(text: string): string {
  return text
    .replace(/[^A-Za-z0-9_ .,:()[\]/-]/g, '?')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '?')
    .replace(/:(?=\S)/g, '?')
    .replaceAll('](', '] (');
}

/** A label of the message itself: bold in Slack, italic in Teams. */
export function label(text: string): string {
  return `*${text}*`;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '*': '\u2217',
  '~': '\u223c',
  '`': '\u02cb',
  '<': '\u2039',
  '>': '\u203a',
  '&': '\uff06',
  '@': '\uff20',
  '#': '\uff03',
  '[': '\uff3b',
  ']': '\uff3d',
  '|': '\u00a6',
  '\\': '\uff3c',
  '!': '\uff01',
  $: '\uff04',
};
