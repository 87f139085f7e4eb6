/* Noise in the place of bins: a ruler that is no binning. In the state it is the parameter `noise`, which 0 turns off; the menu of
 * rulers and their row show it as one more name beside those of the binnings.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/noise", ["common/dom", "common/rules", "common/controls"], function (dom, rules, controls) {
  const SOON = 50; // ms
  const { name: NAME, first: FIRST } = rules.noise;
  const isOn = (parameters) => Boolean(parameters) && parameters.noise > 0;
  // The name of the ruler that a state has, and what to change for another.
  const ruler = (parameters) => (isOn(parameters) ? NAME : parameters.binning);
  const choice = (name) => (name === NAME ? { noise: FIRST } : { binning: name, noise: 0 });

  // The menu stands for two parameters. What it says of noise changes no binning by itself.
  const report = (key, raw, kept) => (key === "binning" && raw === NAME ? kept : controls.toParameter(key, raw));
  const control = (key, value, parameters) => (key === "binning" && isOn(parameters) ? NAME : controls.toControl(key, value));

  let menu = null; // where the menu stands
  // What a reader has chosen in the menu, as changes of the state; null if nothing. Where a script moves the menu, the
  // state is there already.
  function chosen(at, wanted) {
    const before = menu;
    menu = at;
    if (before === null || before === at || !wanted || (at === NAME) === isOn(wanted)) return null;
    return choice(at);
  }
  // The menu follows where noise is switched on or off by something else.
  function follow(page) {
    // A menu of Dash that is set twice within one picture shows the first value for good.
    let timer = 0;
    const show = () => {
      clearTimeout(timer);
      timer = setTimeout(() => dom.setProps("control-binning", { value: ruler(page.state.wanted.parameters) }), SOON);
    };
    page.whenWanted((wanted, before) => { if (isOn(wanted.parameters) !== isOn(before.parameters)) show(); });
    page.whenDrawn(() => { if (menu !== null && menu !== ruler(page.state.wanted.parameters)) show(); });
  }

  return { NAME, isOn, ruler, choice, report, control, chosen, follow };
}]);
