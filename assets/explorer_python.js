/* "Copy as Python": the state on the screen as two scripts. */
(function () {
  "use strict";

  const { searchText } = window.minimalModel;
  const { page, open, make, rootOf, copyButton } = window.minimalModel.explorer;
  const { state } = page;

  const KINDS = {
    api: "With this project’s package",
    numpy: "In bare NumPy and SciPy",
  };
  function python() {
    return open("python", (content, dialog) => {
      const query = searchText(page.query(state.defaults));
      content.append(make("p", { textContent: "Each script prints the number that is on the screen." }));
      Object.entries(KINDS).forEach(([kind, title]) => {
        const code = make("pre", { id: `python-${kind}`, tabIndex: 0, textContent: "…" });
        code.setAttribute("aria-label", title);
        fetch(`${rootOf(dialog)}python/${kind}.py${query}`)
          .then((response) => { if (!response.ok) throw new Error(String(response.status)); return response.text(); })
          .then((text) => { code.textContent = text; })
          .catch(() => { code.textContent = "The script did not arrive. Close this and try again."; });
        content.append(make("h3", { textContent: title }), code, copyButton("Copy", () => code.textContent));
      });
    });
  }

  Object.assign(window.dash_clientside.explorer, { python });
})();
