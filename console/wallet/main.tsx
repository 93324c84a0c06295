import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Line } from './line.js';
import { asked } from './settings.js';
import { WalletWindow } from './wallet-window.js';
import '../look/tokens.css';
import '../look/base.css';
import '../look/text.css';
import '../look/buttons.css';
import '../look/values.css';
import '../look/say.css';

const place = document.getElementById('wallet');
if (!place) throw new Error('the page has no place for the wallet');
const settings = await asked();
createRoot(place).render(
  <StrictMode>
    <WalletWindow line={new Line(settings)} settings={settings} />
  </StrictMode>,
);
