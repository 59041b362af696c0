// Banks as Monei lists them, for the tests and for the gallery.

import type { BankView } from '.';

export const BANKS: BankView[] = [
  { code: '044', name: 'Access Bank' },
  { code: '050', name: 'Ecobank Nigeria' },
  { code: '011', name: 'First Bank of Nigeria' },
  { code: '214', name: 'First City Monument Bank' },
  { code: '058', name: 'Guaranty Trust Bank' },
  { code: '50211', name: 'Kuda Microfinance Bank' },
  { code: '100004', name: 'OPay' },
  { code: '221', name: 'Stanbic IBTC Bank' },
  { code: '033', name: 'United Bank For Africa' },
  { code: '057', name: 'Zenith Bank' },
];
