/* What all dialogs of the explorer need: to be opened, filled, copied from, and closed. */
(function () {
  "use strict";

  const { element, noUpdate, copyText } = window.minimalModel;

  function make(tag, properties, ...children) {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  }
  const label = (key) => element("label-" + key).textContent;
  const rootOf = (dialog) => dialog.dataset.root;

  function open(name, fill) {
    const dialog = element(name + "-dialog");
    if (dialog.open) return noUpdate();
    const content = element(name + "-content");
    content.replaceChildren();
    fill(content, dialog);
    dialog.showModal();
    return noUpdate();
  }
  document.addEventListener("click", (event) => {
    const close = event.target.closest && event.target.closest("dialog .close");
    if (close) close.closest("dialog").close();
    else if (event.target.matches && event.target.matches("dialog")) event.target.close(); // beside it
  });

  function copyButton(text, source) {
    const button = make("button", { type: "button", className: "plain", textContent: text });
    const told = make("span", { className: "told" });
    told.setAttribute("role", "status");
    button.addEventListener("click", () => {
      copyText(source(), (copied) => { told.textContent = copied ? "Copied." : "Please select the text and copy it."; });
    });
    return make("span", {}, button, " ", told);
  }

  Object.assign(window.minimalModel.explorer, { open, make, label, rootOf, copyButton });
})();
