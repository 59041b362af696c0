// Whether amounts are hidden. The formatter asks; a view never does by itself.

class Privacy {
  hidden = $state(false);
}

export const privacy = new Privacy();
