/* "Copy as Python": the state on the screen as two scripts. */
"use strict";
(window.minimalModel ||= []).push(["explorer/python", [
  "common/dom", "common/rules", "common/address", "explorer/page", "explorer/dialogs",
], function (dom, rules, address, page, dialogs) {
  function python() {
    return dialogs.open("python", (content, dialog) => {
      const query = address.searchText(page.query(page.state.defaults));
      content.append(dom.make("p", { textContent: "Each script prints the number that is on the screen." }));
      Object.entries(rules.scripts).forEach(([kind, title]) => {
        const code = dom.make("pre", { id: `python-${kind}`, tabIndex: 0, textContent: "…" });
        code.setAttribute("aria-label", title);
        fetch(`${dialogs.rootOf(dialog)}python/${kind}.py${query}`)
          .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.text(); })
          .then((text) => { code.textContent = text; })
          .catch(() => { code.textContent = "The script did not arrive. Close this and try again."; });
        content.append(dom.make("h3", { textContent: title }), code, dialogs.copyButton("Copy", () => code.textContent));
      });
    });
  }

  return { python };
}]);
