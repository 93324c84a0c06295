import { useQuery } from '@tanstack/react-query';
import { shownOnPage } from '../../src/domain/values/shown.js';
import styles from './qr-code.module.css';

/** Loaded when somebody wants to see one. */
async function drawn(text: string): Promise<string> {
  const { renderSVG } = await import('uqr');
  return `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { ecc: 'M', border: 2 }))}`;
}

interface QrCodeProps {
  readonly text: string;
  /** What it says, for those who do not see it. */
  readonly label: string;
}

/** A text for another device's camera, and the same to read. */
export function QrCode({ text, label }: QrCodeProps) {
  const { data } = useQuery({
    queryKey: ['qr', text],
    queryFn: () => drawn(text),
    staleTime: Infinity,
  });
  return (
    <figure className={styles.code}>
      {data === undefined ? null : <img src={data} alt={shownOnPage(label)} width="232" height="232" />}
      <figcaption>{shownOnPage(text)}</figcaption>
    </figure>
  );
}
