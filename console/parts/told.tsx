import { InlineHex } from './hex.js';
import { signedParts } from './signed-parts.js';

/** A sentence that somebody else wrote, as text; addresses and hashes in it stand in groups. */
export function Told({ children }: { readonly children: string }) {
  return (
    <bdi className="long">
      {signedParts(children).map((part, at) => {
        switch (part.kind) {
          case 'plain':
          case 'id':
            return part.text;
          case 'number':
            return part.groups.join('') + part.rest;
          case 'hex':
            return <InlineHex key={at} groups={part.groups} />;
        }
      })}
    </bdi>
  );
}
