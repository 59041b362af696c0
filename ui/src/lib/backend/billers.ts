// Billers and their plans as Monei lists them, for the tests and for the gallery.

import type { BillKind, PlanView } from '.';

const TELCOS = ['MTN', 'AIRTEL', 'GLO', '9MOBILE'];

export const BILLERS: Record<BillKind, string[]> = {
  airtime: TELCOS,
  data: TELCOS,
  electricity: ['EKO DISCO ELECTRICITY', 'IBADAN DISCO ELECTRICITY', 'PORT HARCOURT DISCO ELECTRICITY'],
  cableTv: ['DSTV', 'GOTV', 'DSTV BOX OFFICE', 'MYTV', 'HiTV', 'STARTIMES'],
};

const naira = (digits: string) => ({ digits, currency: 'NGN' });

function plan(code: string, name: string, price: string | null, more: Partial<PlanView> = {}): PlanView {
  return {
    code,
    name,
    price: price === null ? null : naira(price),
    fee: null,
    validity: '30 days',
    label: null,
    resolvable: true,
    ...more,
  };
}

export function plansOf(kind: BillKind, biller: string): PlanView[] {
  switch (kind) {
    case 'airtime':
      return [];
    case 'data':
      return [
        plan('MD108', `${biller} data 1GB`, '500.00', {
          validity: '1 day',
          resolvable: false,
          label: 'Mobile Number',
        }),
        plan('MD111', `${biller} data 36GB`, '11000.00', { resolvable: false, label: 'Mobile Number' }),
      ];
    case 'electricity':
      return [plan('UB161', biller, null, { validity: null, label: 'Meter Number', fee: naira('100.00') })];
    case 'cableTv':
      return [
        plan('CB141', `${biller} Padi`, '2150.00', { label: 'SmartCard Number' }),
        plan(
          'CB178',
          `${biller} Premium with a very long name of everything that there is in it, and more`,
          '123456789012.34',
          { label: 'SmartCard Number' },
        ),
        plan('CB197', `${biller} Box Office`, null, { validity: null, label: 'SmartCard Number' }),
      ];
  }
}
