/* "Copy as Python": the state on the screen as scripts. */
"use strict";
(window.minimalModel ||= []).push(["explorer/python", [
  "common/dom", "common/rules", "common/address", "common/requests", "explorer/save", "explorer/own_data", "common/dialogs",
], function (dom, rules, address, { send }, { query, carries }, { columnLink }, dialogs) {
  function python() {
    return dialogs.open("python", (content, dialog) => {
      const search = address.searchText(query());
      content.append(dom.make("p", { textContent: "The first two print the number that is on the screen; the third draws the state for a paper." }));
      if (carries()) content.append(dom.make("p", {}, "They load your numbers from a file: ", columnLink()));
      Object.entries(rules.scripts).forEach(([kind, title]) => {
        const code = dom.make("pre", { id: `python-${kind}`, tabIndex: 0, textContent: "…" });
        code.setAttribute("aria-label", title);
        send(`${dialogs.rootOf(dialog)}python/${kind}.py${search}`)
          .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.text(); })
          .then((text) => { code.textContent = text; })
          .catch(() => { code.textContent = "The script did not arrive. Close this and try again."; });
        content.append(dom.make("h3", { textContent: title }), code, dialogs.copyButton("Copy", () => code.textContent));
      });
    });
  }

  return { python };
}]);
