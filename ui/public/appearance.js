// Runs before the first paint, so that a chosen look never starts with a flash of another one. The shell gives the
// settings along with the page; elsewhere (a server for development) there are none yet.
(function () {
  var names = ['theme', 'textSize', 'motion', 'hideAmounts'];
  var chosen = window.chosenSettings || {};
  names.forEach(function (name) {
    if (name in chosen) document.documentElement.dataset[name] = chosen[name];
  });
})();
