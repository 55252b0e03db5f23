/** What set the size, in one sentence; an unknown name is shown as it is. */
const CAP_SENTENCES: Readonly<Record<string, string>> = {
  riskPerTrade: 'Size set by the risk per trade.',
  dayBudget: 'Size cut by what may still be lost today.',
  openRisk: 'Size cut by the open risk of all positions.',
  positionMargin: "Size cut by the position's margin.",
  grossNotional: 'Size cut by the gross notional.',
  requested: 'Size as you asked.',
}

export const capSentence = (cap: string): string => CAP_SENTENCES[cap] ?? `Size set by ${cap}.`
