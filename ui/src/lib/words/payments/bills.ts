// Paying bills: whom, for what, and whose number it is.

import type { BillKind } from '$lib/backend';

export const payBills = {
  title: 'Bills',
  lead: 'Airtime, data, electricity and cable TV from your naira, and the bills that were paid.',
  heading: 'Pay a bill',
  kind: 'What to pay',
  kinds: {
    airtime: 'Airtime',
    data: 'Data',
    electricity: 'Electricity',
    cableTv: 'Cable TV',
  } satisfies Record<BillKind, string>,
  biller: {
    airtime: 'Network',
    data: 'Network',
    electricity: 'Electricity company',
    cableTv: 'Provider',
  } satisfies Record<BillKind, string>,
  chooseBiller: 'Choose one',
  searchBiller: 'Search by name',
  noBiller: 'Nobody of that name. Try a part of it.',
  plan: 'Plan',
  choosePlan: 'Choose a plan',
  searchPlan: 'Search plans',
  noPlan: 'No plan of that name. Try a part of it.',
  noPlans: 'Monei lists nothing to pay for here. Choose another provider.',
  reading: 'Asking Monei what there is…',
  planDetail: (price: string, validity: string | null) => (validity ? `${price} · ${validity}` : price),
  anyAmount: 'You choose the amount',
  price: 'Price',
  fee: 'Provider’s fee',
  /** Where the plan does not name it itself. */
  number: {
    airtime: 'Phone number',
    data: 'Phone number',
    electricity: 'Meter number',
    cableTv: 'Smartcard number',
  } satisfies Record<BillKind, string>,
  numberHint: {
    airtime: '08031234567',
    data: '08031234567',
    electricity: 'As it stands on the meter',
    cableTv: 'As it stands on the card',
  } satisfies Record<BillKind, string>,
  customer: {
    // Of airtime and data Monei never tells it.
    unasked: 'Type the whole number. If Monei knows whose it is, the name appears here.',
    unaskedPhone: 'Type the whole number. Monei does not say whose it is, so check each digit.',
    incomplete: 'This is not a whole number of this provider yet.',
    asking: 'Asking Monei whose number it is…',
    notTold: 'Monei does not tell whose number this is. Check it digit by digit.',
    nameless: 'Monei knows this number, and does not tell whose it is. Check it digit by digit.',
    holder: 'Customer',
  },
  airtimeRange: 'From ₦50 to ₦50,000',
  note: 'Monei asks for no PIN here: what you confirm is paid at once. If the provider does not deliver, Monei gives the money back.',
  progress: {
    done: (amount: string, payee: string) => `${amount} paid for ${payee}`,
    taken: (amount: string, payee: string) => `${amount} for ${payee} is in progress`,
    unknown: (amount: string, payee: string) => `Whether ${amount} was paid for ${payee} is not known yet`,
    rejected: (amount: string, payee: string) => `${amount} for ${payee} was not paid`,
  },
  digitsLater: 'The digits for your meter come once Monei says that it is done.',
  noDigits:
    'Monei told no digits. A postpaid meter needs none; for a prepaid one, ask Monei’s support with the reference that Payments shows.',

  confirm: {
    biller: 'Provider',
    plan: 'Plan',
    address: 'Address',
    noFee: 'None that the provider tells',
    nameTold: 'The name is what Monei says of this number. Pay only if it is the one that you mean.',
    nameNotTold: 'Monei does not tell whose number this is. Check it digit by digit.',
    noPin: 'Monei asks for no PIN for bills: confirming pays it at once.',
  },
};
