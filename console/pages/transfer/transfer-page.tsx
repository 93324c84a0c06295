export function TransferPage() {
  return <h1>Transfer</h1>;
}
