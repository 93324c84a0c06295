/** A wallet of an extension that is on another chain: a script for pages. */
export const OTHER_WALLET = `(() => {
  const provider = {
    request: async ({ method }) => {
      if (method === 'eth_requestAccounts') return ['0x00000000000000000000000000000000000000aA'];
      if (method === 'eth_chainId') return '0x1';
      throw Object.assign(new Error('asked for ' + method), { code: 4200 });
    },
  };
  const info = { uuid: 'e15e3e3e-0000-4000-8000-000000000001', name: 'Elsewhere', rdns: 'example.elsewhere', icon: 'data:,' };
  const announce = () =>
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  addEventListener('eip6963:requestProvider', announce);
})();`;
