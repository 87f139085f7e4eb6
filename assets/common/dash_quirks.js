/* What Dash's controls lack: names for screen readers, since they take no aria attributes, what keeps a phone from
 * changing what is typed, and a key.
 */
"use strict";
(window.minimalModel ||= []).push(["common/dash_quirks", ["common/dom", "common/watch"], function (dom, { watch }) {
  function nameControls() {
    document.querySelectorAll("[id^=control-]").forEach((control) => {
      const key = control.id.slice("control-".length);
      if (!dom.element("label-" + key)) return;
      // Dash 4.4.1 calls a checklist a list box, in whose options no check box may stand.
      if (control.matches(".dash-checklist")) {
        dom.set(control, "role", "group");
        dom.set(control, "aria-labelledby", "label-" + key);
        control.querySelectorAll("[role=option], [aria-selected]").forEach((option) => {
          option.removeAttribute("role");
          option.removeAttribute("aria-selected");
        });
      }
      const stops = "[role=slider], input, button, [role=combobox]";
      const inner = control.matches("button, input") ? control
        : control.querySelector(stops) || control.closest(".field").querySelector(stops);
      if (!inner) return;
      const valued = inner.matches("button, [role=combobox]") ? " " + (inner.id || "") : "";
      // Dash 4.4.1 puts the tab stop of a dropdown on an input that it hides from screen readers.
      const hiddenStop = inner.parentElement.querySelector(".dash-dropdown-focus-target");
      if (hiddenStop) {
        dom.set(hiddenStop, "tabindex", "-1");
        dom.set(inner, "tabindex", "0");
      }
      dom.set(inner, "aria-labelledby", ("label-" + key + valued).trim());
      // What it is for, and what is said of its value.
      const about = [`help-${key}`, `${key}-said`].filter(dom.element);
      if (about.length) dom.set(inner, "aria-describedby", about.join(" "));
      // A phone would begin a formula with a capital letter, and take its names for misspelt words.
      if (inner.matches("input[type=text]")) {
        dom.set(inner, "autocapitalize", "none");
        dom.set(inner, "autocorrect", "off");
      }
      const text = dom.element("value-" + key);
      if (inner.getAttribute("role") === "slider" && text && text.textContent) {
        dom.set(inner, "aria-valuetext", text.textContent);
      }
    });
  }
  // An open menu has its control's name; a heading in it is no choice.
  function nameMenus() {
    document.querySelectorAll(".dash-dropdown-content").forEach((menu) => {
      const button = menu.closest(".dash-dropdown-wrapper").querySelector("button.dash-dropdown");
      const label = "label-" + button.id.slice("control-".length);
      if (!dom.element(label)) return;
      [menu, ...menu.querySelectorAll("[role=listbox]")].forEach((part) => dom.set(part, "aria-labelledby", label));
    });
    document.querySelectorAll("[role=option]:has(input:disabled)").forEach((heading) => dom.set(heading, "aria-disabled", "true"));
  }
  watch(nameControls);
  watch(nameMenus);
  // A dropdown that is left puts its hidden tab stop back, and nothing else of the page changes.
  new MutationObserver(nameControls)
    .observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["tabindex"] });

  // In a menu of Dash 4.4.1 the arrow keys would seem to rest on a heading, which takes no focus; and letters would do
  // nothing while an entry has the focus.
  const nextPicture = (then) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(then)));
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest && event.target.closest(".dash-dropdown-content");
    if (!menu || !event.isTrusted || event.ctrlKey || event.altKey || event.metaKey) return;
    const { key, target } = event;
    const search = menu.querySelector(".dash-dropdown-search");
    if (["ArrowDown", "ArrowUp"].includes(key) && menu.querySelector("input:disabled")) {
      nextPicture(() => {
        if (document.activeElement === target) target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      });
    } else if (key.length === 1 && key !== " " && target.matches("input[type=radio]") && search) {
      search.focus();
    }
  });

  // The space bar opens a menu; one that can be typed into would search for a space in Dash 4.4.1.
  const isMenu = (event) => event.key === " " && event.target.matches && event.target.matches("button.dash-dropdown");
  // And it opens when a key is let go, also one that was pressed elsewhere, as where a button has passed the focus on.
  let pressed = null;
  window.addEventListener("keydown", (event) => {
    pressed = event.target;
    if (!isMenu(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  window.addEventListener("keyup", (event) => {
    const { target } = event;
    if (target !== pressed && target.matches && target.matches("button.dash-dropdown")) {
      event.stopImmediatePropagation();
      return;
    }
    if (!isMenu(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.click();
  }, true);

  return { nameControls };
}]);
