/* SHA-256 (FIPS 180-4) of bytes. The browser's own is there only on https and on this machine, not in a lecture hall's
 * network.
 */
"use strict";
(window.minimalModel ||= []).push(["explorer/sha256", [], function () {
  // The first 32 bits of the fractional parts of the square roots of the first 8 primes, and cube roots of the first 64.
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) | 0;
  const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

  function padded(bytes) {
    const all = new Uint8Array(((bytes.length + 8) >> 6 << 6) + 64);
    all.set(bytes);
    all[bytes.length] = 0x80;
    const view = new DataView(all.buffer);
    view.setUint32(all.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(all.length - 4, bytes.length << 3);
    return view;
  }
  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  function sha256(bytes) {
    const view = padded(bytes);
    const state = Int32Array.from(START);
    const w = new Int32Array(64);
    for (let block = 0; block < view.byteLength; block += 64) {
      for (let t = 0; t < 16; t += 1) w[t] = view.getInt32(block + 4 * t);
      for (let t = 16; t < 64; t += 1) {
        const low = turned(w[t - 15], 7) ^ turned(w[t - 15], 18) ^ (w[t - 15] >>> 3);
        const high = turned(w[t - 2], 17) ^ turned(w[t - 2], 19) ^ (w[t - 2] >>> 10);
        w[t] = w[t - 16] + low + w[t - 7] + high;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let t = 0; t < 64; t += 1) {
        const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[t] + w[t]) | 0;
        const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, k) => { state[k] += word; });
    }
    return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  return { sha256 };
}]);
