/* Between the menu of activations, the formula's box and the two parameters that they stand for.
 *
 * While a formula is in force the menu stands at its own entry for it, whatever activation waits behind. A text that the
 * server has refused stays in the box; the formula in force is the one before it. Dash hears of a text when the box is
 * left: to tell it earlier might take letters away that are typed meanwhile.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/typed_formula", [
  "common/dom", "common/rules", "common/controls",
], function (dom, rules, controls) {
  const { value: OWN, headings, measured_by: measuredBy } = rules.own_formula;
  const box = () => dom.element("control-formula");
  const stateOf = (parameters) => JSON.stringify(measuredBy.map((key) => parameters[key]));
  const refused = new Map(); // text → { flaw, state: the one that it was refused in, or null for all }
  let correcting = false; // whether an answer puts right what is wanted

  // What the server says is wrong with a text; empty if it has not refused it.
  function flawOf(text, parameters) {
    const known = refused.get(text);
    return known && (known.state === null || known.state === stateOf(parameters)) ? known.flaw : "";
  }
  function hears({ refused: given }, sent) {
    correcting = Boolean(given);
    if (given) refused.set(given.text, { flaw: given.flaw, state: given.always ? null : stateOf(sent.parameters) });
  }

  // Whether a text was refused in another state than this one.
  const mayBeRight = (text, parameters) => refused.has(text) && !flawOf(text, parameters);

  let heard = null; // the text that Dash has told of last
  const named = (entry) => headings[entry] || entry;
  function report(key, raw, kept, reported) {
    if (key === "activation") return raw === OWN ? kept : named(raw);
    if (key !== "formula") return controls.toParameter(key, raw);
    if (raw !== heard) {
      heard = raw;
      return flawOf(raw, reported) ? kept : raw;
    }
    return box() && mayBeRight(box().value, reported) ? box().value : kept;
  }
  function control(key, value, parameters) {
    if (key === "activation" && parameters.formula) return OWN;
    if (key === "formula" && correcting) return undefined;
    return controls.toControl(key, value);
  }

  return {
    OWN, box, named, report, control, hears, flawOf,
    corrected: () => { correcting = false; },
    isTyped: () => Boolean(box()) && document.activeElement === box(),
  };
}]);
