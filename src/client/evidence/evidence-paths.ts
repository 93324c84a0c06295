/** Where the evidence is that owners verify before they sign: that of a burn is the transfer's own. */
export function signedFilePath(id: string, isBurn: boolean): string {
  return isBurn ? evidencePath(id) : `/v1/transfers/${id}/signature-request/file`;
}

export function evidencePath(id: string): string {
  return `/v1/transfers/${id}/evidence`;
}
