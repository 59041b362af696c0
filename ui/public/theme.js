// Runs before the first paint, so that a chosen theme never starts with a flash of the other one.
// The core keeps the choice; this is a copy of it that can be read without waiting.
(function () {
  try {
    var theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the system's theme applies until the core has answered.
  }
})();
