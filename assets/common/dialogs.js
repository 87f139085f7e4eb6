/* What all dialogs need: to be opened, filled, copied from, and closed. */
"use strict";
(window.minimalModel ||= []).push(["common/dialogs", ["common/dom", "common/copy"], function (dom, { copyText }) {
  const label = (key) => dom.element("label-" + key).textContent;
  const rootOf = (dialog) => dialog.dataset.root;

  function open(name, fill) {
    const dialog = dom.element(name + "-dialog");
    if (dialog.open) return dom.noUpdate();
    const content = dom.element(name + "-content");
    content.replaceChildren();
    fill(content, dialog);
    dialog.showModal();
    return dom.noUpdate();
  }
  document.addEventListener("click", (event) => {
    const close = event.target.closest && event.target.closest("dialog .close");
    if (close) close.closest("dialog").close();
    else if (event.target.matches && event.target.matches("dialog")) event.target.close(); // beside it
  });

  function copyButton(text, source) {
    const button = dom.make("button", { type: "button", className: "plain", textContent: text });
    const told = dom.make("span", { className: "told" });
    told.setAttribute("role", "status");
    button.addEventListener("click", () => {
      copyText(source(), (copied) => { told.textContent = copied ? "Copied." : "Please select the text and copy it."; });
    });
    return dom.make("span", {}, button, " ", told);
  }

  return { open, label, rootOf, copyButton };
}]);
