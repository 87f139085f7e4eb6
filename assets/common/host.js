/* The name by which others reach this machine, where the page was opened by one that means every machine itself. */
"use strict";
(window.minimalModel ||= []).push(["common/host", [], function () {
  const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;
  // Whatever else of this server asks for it keeps it under the same name.
  const KEPT = "room host";
  const onLoopback = LOOPBACK.test(window.location.hostname);
  let typed = "";
  try { typed = JSON.parse(localStorage.getItem(KEPT)) || ""; } catch (error) { /* a private window forgets it */ }
  function remember(text) {
    typed = text.trim().replace(/^https?:\/\/|\/.*$/g, "");
    try { localStorage.setItem(KEPT, JSON.stringify(typed)); } catch (error) { /* it stays for as long as the page does */ }
  }
  function origin() {
    const { protocol, port } = window.location;
    if (!onLoopback || !typed) return window.location.origin;
    return `${protocol}//${/:\d+$/.test(typed) || !port ? typed : `${typed}:${port}`}`;
  }

  return { onLoopback, name: () => typed, remember, origin };
}]);
