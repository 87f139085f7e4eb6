/* Presets: the menu sets a state, and shows the preset that the state is. */
"use strict";
(window.minimalModel ||= []).push(["explorer/presets", [
  "common/dom", "common/rules", "common/controls", "explorer/page", "explorer/play",
], function (dom, rules, controls, page, play) {
  const { state } = page;
  let presets = {};
  const isPreset = (name, parameters) =>
    Object.entries(presets[name]).every(([key, value]) => parameters[key] === value);

  let shownPreset = null;
  function preset(name, states) {
    presets = states;
    if (name && !(name in presets)) name = name.slice(rules.first_of.length); // a heading
    // What the script itself has shown is no choice of the reader's, who may be past that state already.
    if (name && name !== shownPreset && state.drawn && !isPreset(name, state.wanted.parameters)) {
      play.stop();
      page.move(presets[name], undefined, "state");
      dom.setProps("control-presets", { value: name });
    }
    return dom.noUpdate();
  }
  function showPreset(parameters) {
    const name = Object.keys(presets).find((candidate) => isPreset(candidate, parameters)) || null;
    if (name === shownPreset) return;
    shownPreset = name;
    dom.setProps("control-presets", { value: name });
  }

  // A switch that an address or a preset has turned on is shown; folding it away again is the reader's choice.
  const switches = Object.keys(rules.parameters).filter((key) => rules.parameters[key].switch);
  let unfolded = "";
  function unfoldSwitches(parameters) {
    const on = switches.filter((key) => controls.isOn(key, parameters[key]));
    if (on.length && !unfolded) dom.element("control-" + on[0]).closest("details").open = true;
    unfolded = on.join();
  }

  page.whenDrawn(({ parameters }) => {
    showPreset(parameters);
    unfoldSwitches(parameters);
  });

  return { preset };
}]);
