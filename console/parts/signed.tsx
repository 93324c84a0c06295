import { InlineHex } from './hex.js';
import { sentenceHalves, signedParts } from './signed-parts.js';
import styles from './signed.module.css';

interface SignedProps {
  readonly sentence: string;
  /** In lists: without weight, and what was before it left where it stands. */
  readonly isPlain?: boolean;
}

/** A sentence as people sign it: its text is never altered, its numbers are grouped by margins. */
export function Signed({ sentence, isPlain = false }: SignedProps) {
  if (isPlain)
    return (
      <bdi className="signed">
        <Grouped text={sentence} />
      </bdi>
    );
  const [says, was] = sentenceHalves(sentence);
  return (
    <bdi className="signed">
      <Grouped text={says} />
      {was === null ? null : (
        <span className={styles.was}>
          <Grouped text={was} />
        </span>
      )}
    </bdi>
  );
}

/** A part of a sentence, what is long in it grouped. It stands within `.signed`. */
export function Grouped({ text }: { readonly text: string }) {
  return signedParts(text).map((part, at) => {
    switch (part.kind) {
      case 'plain':
        return part.text;
      case 'number':
        return (
          <b key={at}>
            {part.groups.map((group, number) =>
              number === 0 ? (
                group
              ) : (
                <span key={number} className="k">
                  {group}
                </span>
              ),
            )}
            {part.rest}
          </b>
        );
      case 'id':
        return (
          <code key={at} className={styles.id}>
            {part.text}
          </code>
        );
      case 'hex':
        return <InlineHex key={at} groups={part.groups} />;
    }
  });
}
