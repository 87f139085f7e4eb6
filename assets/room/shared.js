/* What phone, desk and projector share: where they are, how they ask, when they ask again, and the curve. */
"use strict";
window.room = (function () {
  const page = document.documentElement;
  const root = page.dataset.root;
  const element = (id) => document.getElementById(id);
  // The prefix before them may be written in several ways, so the path is read from its end.
  const [, kind, named] = /\/(r|stage|desk)(?:\/([^/]*))?$/.exec(window.location.pathname) || [null, "r", ""];
  const code = decodeURIComponent(named || "").toUpperCase();
  const PATIENCE = 8000; // ms until a request counts as lost
  const SECOND = 1000, LONGEST = 5000;

  function write(id, text) {
    const node = element(id);
    if (node && node.textContent !== text) node.textContent = text;
  }
  function show(id, on) { element(id).toggleAttribute("hidden", !on); }
  function make(tag, properties, ...children) {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  }

  /* ---- what this browser keeps; a private window forgets it ---- */

  const kept = {};
  function keep(name, value) {
    kept[name] = value;
    try {
      if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, JSON.stringify(value));
    } catch (error) { /* it stays for as long as the page does */ }
  }
  function recall(name) {
    if (name in kept) return kept[name];
    try { return JSON.parse(localStorage.getItem(name)); } catch (error) { return null; }
  }

  /* ---- asking ---- */

  const open = new Set();
  async function ask(method, path, body, headers) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    open.add(stop);
    try {
      const answer = await fetch(root + path, {
        method, signal: stop.signal, cache: "no-store",
        headers: Object.assign(body ? { "Content-Type": "application/json" } : {}, headers),
        body: body ? JSON.stringify(body) : undefined,
      });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      return {
        status: answer.status, data: isJson ? await answer.json() : null, tag: answer.headers.get("ETag"),
        wait: SECOND * Number(answer.headers.get("Retry-After") || 0),
      };
    } catch (error) {
      return { status: 0, data: null, tag: null, wait: 0 };
    } finally {
      clearTimeout(timer);
      open.delete(stop);
    }
  }
  // Every second; after a failure 1, 2, 4, 5, 5 … s later, and at once when the network or the reader is back.
  function every(look) {
    let timer = 0, busy = false, again = false, failures = 0;
    async function go() {
      clearTimeout(timer);
      if (busy) { again = true; return; }
      busy = true;
      const { ok, wait } = await look();
      busy = false;
      failures = ok ? 0 : failures + 1;
      if (again) { again = false; go(); return; }
      timer = setTimeout(go, Math.max(wait || 0, ok ? SECOND : Math.min(LONGEST, SECOND * 2 ** (failures - 1))));
    }
    window.addEventListener("online", () => { open.forEach((stop) => stop.abort()); go(); });
    window.addEventListener("offline", go);
    window.addEventListener("pageshow", go);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
    return go;
  }

  function mark({ phase, round, step }) {
    Object.assign(page.dataset, { phase, round, step });
  }

  /* ---- sketches of choices ---- */

  const sketches = JSON.parse(page.dataset.sketches);
  function sketch(choice) {
    return `<svg viewBox="0 0 100 60" aria-hidden="true"><path class="sketch" d="${sketches[choice] || ""}"></path></svg>`;
  }

  /* ---- the curve: bytes between low and high ---- */

  function values({ bytes, low, high }) {
    return Array.from(atob(bytes), (sign) => low + (sign.charCodeAt(0) / 255) * (high - low));
  }
  function at(curve, weight) {
    const all = values(curve);
    const place = Math.round(((weight - curve.first) / (curve.last - curve.first)) * (all.length - 1));
    return all[Math.min(all.length - 1, Math.max(0, place))];
  }
  const number = (value, digits) => value.toFixed(digits).replace("-", "−");
  // Draws the curve into the SVG, and returns a sentence about it.
  function draw(svg, curve, weight) {
    const W = 320, H = 190, left = 30, right = 8, top = 8, bottom = 30;
    const most = Math.max(1, Math.ceil(Math.max(curve.high, ...curve.pins.map((pin) => pin.high))));
    const x = (w) => left + ((w - curve.first) / (curve.last - curve.first)) * (W - left - right);
    const y = (bits) => H - bottom - (bits / most) * (H - top - bottom);
    const path = (own) => {
      const all = values(own);
      const step = (own.last - own.first) / (all.length - 1);
      return "M" + all.map((bits, k) => [own.first + k * step, bits]).filter(([w]) => w <= curve.last + step / 2)
        .map(([w, bits]) => `${x(w).toFixed(1)},${y(bits).toFixed(1)}`).join("L");
    };
    const bits = at(curve, weight);
    const ticks = Array.from({ length: most + 1 }, (_, k) => k).filter((k) => most <= 4 || k % 2 === 0);
    const line = (x1, y1, x2, y2, name) => `<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"></line>`;
    svg.setAttribute("viewBox", `0 0 ${W} ${H}`);
    svg.innerHTML = line(left, H - bottom, W - right, H - bottom, "axis") + line(left, top, left, H - bottom, "axis")
      + ticks.map((k) => `<text x="${left - 5}" y="${y(k) + 4}" text-anchor="end">${k}</text>`).join("")
      + `<text x="${left}" y="${H - 14}">${number(curve.first, 1)}</text>`
      + `<text x="${W - right}" y="${H - 14}" text-anchor="end">${number(curve.last, 1)}</text>`
      + `<text x="${(W + left) / 2}" y="${H - 3}" text-anchor="middle">weight w; ${curve.of} in bits</text>`
      + curve.pins.map((pin) => `<path class="pin" d="${path(pin)}"></path>`).join("")
      + `<path d="${path(curve)}"></path>` + line(x(weight), top, x(weight), H - bottom, "mark")
      + `<circle cx="${x(weight)}" cy="${y(bits)}" r="6"></circle>`;
    const all = values(curve);
    svg.setAttribute("aria-label", `The curve: ${number(all[0], 2)} bits at the smallest weight, ${number(all[all.length - 1], 2)} at the `
      + `largest; between ${number(curve.low, 2)} and ${number(curve.high, 2)}.`);
    const pinned = curve.pins.length ? `, the pinned curve ${number(at(curve.pins[0], weight), 2)}` : "";
    return `At w = ${number(weight, weight < 1 ? 2 : 1)}: ${number(bits, 2)} bits${pinned}.`;
  }

  return { page, root, kind, code, element, write, show, make, keep, recall, ask, every, mark, sketch, draw, number };
})();
