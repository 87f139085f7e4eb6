/* "Report a problem": copies a text that says what those need to know who shall find it. Nothing is sent anywhere. */
"use strict";
(window.minimalModel ||= []).push(["common/report", ["common/dom", "common/copy"], function (dom, { copyText }) {
  function report() {
    const { innerWidth, innerHeight, devicePixelRatio, location } = window;
    const { theme } = document.documentElement.dataset;
    return [
      `Minimal Model Explorer ${dom.element("about").dataset.version}`,
      `Address: ${location.href}`,
      `Browser: ${navigator.userAgent}`,
      `Window: ${innerWidth} × ${innerHeight} at ${devicePixelRatio} pixels, ${theme} theme`,
      "What I did: ",
      "What I expected: ",
      "What happened: ",
      "",
    ].join("\n");
  }
  document.addEventListener("click", function ({ target }) {
    if (!target.closest || !target.closest("#report")) return;
    const text = report();
    copyText(text, (copied) => dom.write("reported", copied
      ? "Copied: address, version and browser. Paste it into a message to whoever runs this page."
      : "The browser does not let it be copied. Send this to whoever runs the page: " + text));
  });

  return {};
}]);
