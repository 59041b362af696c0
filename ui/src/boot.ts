// The first frame is the document's own. The application is read once that has been painted: script that runs earlier
// would only hold it back.

import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/boot.css';
import { core } from '$lib/backend/tauri';
import { whenPainted } from '$lib/state/painted';

whenPainted(() => {
  void core.painted('frame');
  void import('./main').then(({ open }) => {
    open(core);
  });
});
