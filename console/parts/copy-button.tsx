import { useEffect, useState } from 'react';
import { Icon } from './icon.js';

const SHOWN_MS = 2_000;

interface CopyButtonProps {
  readonly text: string;
  /** What it copies, for those who hear it. */
  readonly what: string;
  readonly children?: string;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, what, children = 'Copy' }: CopyButtonProps) {
  const [said, setSaid] = useState<'Copied' | 'Not copied' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => {
      setSaid(null);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      // The browser or its user does not allow it; the text can still be selected.
      setSaid('Not copied');
    }
  };
  return (
    <button type="button" className="btn btn-plain btn-small" onClick={() => void copy()}>
      <Icon name="act-copy" />
      <span aria-live="polite">{said ?? children}</span>
      <span className="vh"> {what}</span>
    </button>
  );
}
