import { Amount } from '../parts/amount.js';
import { CopyButton } from '../parts/copy-button.js';
import { Digest, Hex, InlineHex, ShortAddress } from '../parts/hex.js';
import { NamedDigest } from '../parts/named-digest.js';
import { QrCode } from '../parts/qr-code.js';
import { Sentence } from '../parts/sentence.js';
import { Grouped, Signed } from '../parts/signed.js';
import { Table } from '../parts/table.js';
import { Said } from '../parts/text.js';
import { Told } from '../parts/told.js';
import { Until } from '../parts/until.js';
import { Value } from '../parts/value.js';
import { When } from '../parts/when.js';
import { WithCode } from '../parts/with-code.js';
import { ADDRESS, DIGEST, words } from './made.js';
import { Shelf } from './shelf.js';
import { TEXTS } from './texts.js';

const AMOUNTS = ['0', '-1500.25', '1234567890.000000000000000001'];
const SOON_MS = 90_000;
const IN_A_WEEK_MS = 604_800_000;

/** What is read: names, amounts, hashes, times. */
export function TextParts() {
  const now = Date.now();
  return (
    <>
      <Shelf name="Said and Sentence">
        {Object.entries(TEXTS).map(([kind, text]) => (
          <div key={kind}>
            <p>
              <Said>{text}</Said>
            </p>
            <p className="sentence">
              <Sentence words={words(text, text)} />
            </p>
            <p>
              <Sentence words={text} isShort />
            </p>
            <p className="signed">
              <Signed sentence={`Destination "${text}" (${ADDRESS}) may get 8,000,000 sUSD`} />
            </p>
            <p>
              <Told>{`${text}: it recovers to ${ADDRESS}`}</Told>
            </p>
            <p className="signed">
              <Grouped text={`${text}, ${DIGEST}`} />
            </p>
          </div>
        ))}
        <p>
          <WithCode>Ask by `sluice transfer show`, or `sluice inbox`.</WithCode>
        </p>
      </Shelf>
      <Shelf name="Amount">
        {AMOUNTS.map((value) => (
          <p key={value}>
            <Amount value={value} /> <Amount value={value} unit={TEXTS.turned} />
          </p>
        ))}
      </Shelf>
      <Shelf name="Hex, ShortAddress, Digest, NamedDigest, QrCode, CopyButton">
        <Hex value={ADDRESS} name={TEXTS.plain} />
        <p>
          {TEXTS.plain} <InlineHex groups={ADDRESS.slice(2).match(/.{4}/g) ?? []} />
        </p>
        <p>
          {TEXTS.plain} <ShortAddress value={ADDRESS} />
        </p>
        <Digest value={DIGEST} name="EIP-712 Digest" />
        <NamedDigest
          name="EIP-712 Digest"
          of="what you sign"
          value={DIGEST}
          qr={`sluice-clearance:1?${DIGEST}`}
        />
        <QrCode text={TEXTS.wordy.slice(0, 400)} label="A code" />
        <CopyButton text={TEXTS.long} what="the text" />
      </Shelf>
      <Tables />
      <Shelf name="When, Until">
        {[now - SOON_MS, now + SOON_MS, now + IN_A_WEEK_MS].map((at) => (
          <p key={at}>
            <When at={new Date(at).toISOString()} /> <When at={new Date(at).toISOString()} isWhole />{' '}
            <Until at={new Date(at).toISOString()} />
          </p>
        ))}
      </Shelf>
    </>
  );
}

function Tables() {
  return (
    <Shelf name="Table, Value">
      <Table columns={['What', { number: 'Amount' }, { heard: 'Act' }]}>
        {[ADDRESS, DIGEST, TEXTS.long, TEXTS.turned].map((value) => (
          <tr role="row" key={value}>
            <th role="rowheader" scope="row">
              <Value value={value} name="It" />
            </th>
            <td role="cell" className="num" data-is="Amount">
              <Amount value="1234567890.000000000000000001" unit="ETH" />
            </td>
            <td role="cell">
              <button type="button" className="btn btn-small">
                End
              </button>
            </td>
          </tr>
        ))}
      </Table>
    </Shelf>
  );
}
