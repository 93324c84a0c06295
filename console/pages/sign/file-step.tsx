import { useQuery } from '@tanstack/react-query';
import { sha256 } from 'viem';
import { ownerRequestText } from '../../../src/domain/transfers/owner-request-text.js';
import { askFile } from '../../api/ask.js';
import { KEPT } from '../../api/outdate.js';
import { grouped } from '../../parts/amount.js';
import { Bones } from '../../parts/bones.js';
import { Hex } from '../../parts/hex.js';
import { Icon } from '../../parts/icon.js';
import { ProblemSay } from '../../parts/problem.js';
import { QrCode } from '../../parts/qr-code.js';
import type { MadeRequest } from '../../signing/checks/owner-request-checks.js';
import styles from './sign.module.css';
import type { Requested } from './to-sign.js';

const NAME = 'signature-request.json';
const KILO = 1_000;

interface FileStepProps extends Pick<Requested, 'transfer' | 'kind'> {
  readonly made: MadeRequest;
  readonly taken: () => void;
}

/** The file that another device verifies without this page, and the text by which the two are compared. */
export function FileStep({ transfer, kind, made, taken }: FileStepProps) {
  const { id } = transfer;
  const path = `/v1/transfers/${id}/${kind === 'transfer' ? 'signature-request/file' : 'evidence'}` as const;
  // It stays as it was hashed: a digest that changes while it is compared would be of no use.
  const file = useQuery({
    queryKey: ['file', path, made.digests.digest],
    queryFn: () => askFile(path),
    staleTime: Infinity,
    gcTime: 0,
    meta: KEPT,
  });
  const { intent, transaction, digests } = made;
  const text = ownerRequestText({
    ...{ chainId: intent.chainId, safe: intent.safe },
    ...{ nonce: transaction.nonce.toString(), digest: digests.digest },
  });
  return (
    <>
      <h2>Get the file, on another device</h2>
      <p>
        Not on this screen: a page cannot vouch for itself. The verifier opens no connection and trusts
        neither this page nor Sluice.
      </p>
      <div className={styles.get}>
        <div>
          {file.error ? <ProblemSay error={file.error} /> : null}
          <FileFacts bytes={file.data} />
          <p className="acts">
            <button
              type="button"
              className="btn btn-small"
              aria-disabled={file.data === undefined}
              onClick={() => {
                if (file.data === undefined) return;
                save(file.data);
                taken();
              }}
            >
              <Icon name="act-download" />
              Download
            </button>
            <button
              type="button"
              className="btn btn-small"
              onClick={() => {
                print();
              }}
            >
              <Icon name="act-print" />
              Print this card
            </button>
          </p>
        </div>
        <QrCode text={text} label={`To compare with the verifier: ${text}`} />
      </div>
    </>
  );
}

function FileFacts({ bytes }: { readonly bytes: Uint8Array | undefined }) {
  return (
    <dl className="facts">
      <dt>File</dt>
      <dd>
        {NAME}
        {bytes === undefined ? '' : `, ${grouped(String(Math.ceil(bytes.length / KILO)))} kB`}
      </dd>
      <dt>SHA-256</dt>
      <dd>
        {bytes === undefined ? (
          <Bones lines={['b-80']} />
        ) : (
          <Hex value={sha256(bytes)} name="SHA-256 of the file" />
        )}
      </dd>
      <dt>Check</dt>
      <dd>
        <code>sluice verify request {NAME} --founding DIGEST --log-key KEY</code>
        <br />
        <span className="quiet">Both from your card, not from here: without them nothing is proven.</span>
      </dd>
    </dl>
  );
}

/** The very bytes whose hash is shown. */
function save(bytes: Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = NAME;
  link.click();
  URL.revokeObjectURL(address);
}
