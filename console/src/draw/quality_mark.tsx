/** The NE107 letter of a value; Good is there but quiet. */

import { NE107_WORDS, ne107, qualityWords } from "../lib/quality";

export function QualityMark({ code }: { code: number }) {
  const letter = ne107(code);
  const words = `${NE107_WORDS[letter]}: ${qualityWords(code)}`;
  return (
    <span class={`quality q-${letter}`} role="img" title={words} aria-label={words}>
      {letter}
    </span>
  );
}
