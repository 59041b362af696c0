// Runs before the first paint, so that a chosen look never starts with a flash of another one.
// The core keeps the choices; this is a copy of them that can be read without waiting.
(function () {
  try {
    var chosen = JSON.parse(localStorage.getItem('appearance')) || {};
    for (var name in chosen) document.documentElement.dataset[name] = chosen[name];
  } catch {
    // Without storage the defaults apply until the core has answered.
  }
})();
