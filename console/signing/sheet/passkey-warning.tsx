/** The page says itself what it cannot show. */
export function PasskeyWarning() {
  return (
    <p className="small quiet prose">
      A passkey cannot show what it signs. Compare the digest on a second device, or sign with a hardware
      wallet.
    </p>
  );
}
