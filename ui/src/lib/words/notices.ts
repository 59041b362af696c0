// Texts that stand above every page: Monei is out of reach, or the copy on this computer is.

import type { Day } from '$lib/time/moments';

function since(when: Day, time: string): string {
  if (when === 'today') return time;
  if (when === 'yesterday') return `yesterday, ${time}`;
  return `${when.date}, ${time}`;
}

export const notices = {
  offline: {
    since: (when: Day, time: string) => `Monei has not answered since ${since(when, time)}.`,
    sinceUnknown: 'Monei does not answer.',
    text: 'What you see is what was last known.',
    trying: 'Trying…',
  },
  setAside: {
    headline: 'The copy of your wallet on this computer was damaged.',
    becomes: {
      reading: 'It is being read again from Monei. Your money is not touched.',
      waiting: 'It will be read again as soon as Monei answers. Your money is not touched.',
      done: 'It has been read again from Monei. Your money is not touched.',
    },
    lost: 'Only the chart of your balance over time begins anew.',
    file: 'The damaged file was not deleted; it lies here until you disconnect:',
    copy: 'Copy the file’s name',
  },
};
