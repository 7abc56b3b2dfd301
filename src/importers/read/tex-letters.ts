/** The combining character of each accent command of LaTeX: https://latexref.xyz/Accents.html */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ["`", "\u0300"],
  ["'", "\u0301"],
  ["^", "\u0302"],
  ["~", "\u0303"],
  ["=", "\u0304"],
  ["u", "\u0306"],
  [".", "\u0307"],
  ['"', "\u0308"],
  ["r", "\u030a"],
  ["H", "\u030b"],
  ["v", "\u030c"],
  ["d", "\u0323"],
  ["c", "\u0327"],
  ["k", "\u0328"],
  ["b", "\u0331"],
]);

/** Letters that have a command of their own: https://latexref.xyz/Additional-Latin-letters.html */
export const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ aa: "å", AA: "Å", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ", o: "ø", O: "Ø", l: "ł", L: "Ł", ss: "ß", SS: "SS" },
    ...{ i: "ı", j: "ȷ", dh: "ð", DH: "Ð", dj: "đ", DJ: "Đ", th: "þ", TH: "Þ", ng: "ŋ", NG: "Ŋ", ij: "ĳ", IJ: "Ĳ" },
  }),
);

/**
 * Greek letters and signs that stand in prose, where they are not part of a formula: https://latexref.xyz/Greek-letters.html,
 * https://latexref.xyz/Text-symbols.html and https://latexref.xyz/Math-symbols.html
 */
export const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", varepsilon: "ε", zeta: "ζ", eta: "η", theta: "θ" },
    ...{ iota: "ι", kappa: "κ", lambda: "λ", mu: "μ", nu: "ν", xi: "ξ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ" },
    ...{ upsilon: "υ", phi: "φ", varphi: "φ", chi: "χ", psi: "ψ", omega: "ω", Gamma: "Γ", Delta: "Δ", Theta: "Θ" },
    ...{ Lambda: "Λ", Xi: "Ξ", Pi: "Π", Sigma: "Σ", Upsilon: "Υ", Phi: "Φ", Psi: "Ψ", Omega: "Ω" },
    ...{ deg: "°", degree: "°", textdegree: "°", pm: "±", mp: "∓", times: "×", approx: "≈", sim: "∼", leq: "≤", le: "≤" },
    ...{ geq: "≥", ge: "≥", neq: "≠", rightarrow: "→", to: "→", leftarrow: "←", infty: "∞", cdot: "·", ell: "ℓ" },
    ...{ copyright: "©", textcopyright: "©", textregistered: "®", texttrademark: "™", pounds: "£", S: "§", dag: "†", ddag: "‡" },
    ...{ ldots: "…", dots: "…", textellipsis: "…", textendash: "–", textemdash: "—", textquoteright: "’", textquoteleft: "‘" },
    ...{ textquotedblleft: "“", textquotedblright: "”", textasciitilde: "~", textasciicircum: "^", textbackslash: "\\" },
    ...{ textless: "<", textgreater: ">", textbar: "|", textunderscore: "_", textbullet: "•", textperthousand: "‰" },
    ...{ textpertenthousand: "‱", texteuro: "€", slash: "/", lq: "‘", rq: "’" },
  }),
);
