import { useId, useState } from 'react';
import { CopyButton } from './copy-button.js';
import { Digest } from './hex.js';
import { Icon } from './icon.js';
import { QrCode } from './qr-code.js';

interface NamedDigestProps {
  /** Its name in ERC-8213. */
  readonly name: string;
  /** What it is the hash of, or who signs it. */
  readonly of: string;
  readonly value: string;
  /** What another device reads to compare. */
  readonly qr?: string | null;
  /** The level of its heading. */
  readonly level?: 2 | 3;
}

/** A digest to compare first: large, with its name, what it is of, and the ways to another device. */
export function NamedDigest({ name, of, value, qr = null, level = 3 }: NamedDigestProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div>
      <div className="digest-name">
        <Heading className="small">{name}</Heading>
        <span className="small quiet">{of}</span>
        <span className="acts">
          <CopyButton text={value} what={name} />
          {qr === null ? null : (
            <button
              type="button"
              className="btn btn-plain btn-small"
              aria-expanded={isOpen}
              aria-controls={id}
              onClick={() => {
                setOpen(!isOpen);
              }}
            >
              <Icon name="act-qr" />
              QR
            </button>
          )}
        </span>
      </div>
      <Digest value={value} name={name} />
      <div id={id}>
        {isOpen && qr !== null ? <QrCode text={qr} label={`The same for another device: ${qr}`} /> : null}
      </div>
    </div>
  );
}
