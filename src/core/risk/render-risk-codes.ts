import { DENIAL_CODE_NAMES, DENIAL_CODES } from './denial-codes.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from './limit-fields.ts'
import type { ProfileName } from './limits.ts'
import { PROFILES } from './limits.ts'
import { RISK_CAUSES } from './risk-state.ts'
import { limitsToFile } from './validate-limits.ts'

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...heads), row(...heads.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n')

/** `{name:unit}` as `‹name›`. */
const withPlaceholders = (sentence: string): string =>
  sentence.replace(/\{(\w+)(?::\w+)?\}/g, '‹$1›')

const code = (text: string): string => `\`${text}\``

function denials(): string {
  const rows = DENIAL_CODE_NAMES.map((name, index) => {
    const { rule, meaning, sentence, remedy } = DENIAL_CODES[name]
    return [String(index + 1), code(name), rule, meaning, withPlaceholders(sentence), remedy]
  })
  return table(['', 'code', 'rule', 'meaning', 'sentence', 'what to do'], rows)
}

const causes = (): string =>
  table(
    ['cause', 'state', 'what happened', 'ends with'],
    Object.entries(RISK_CAUSES).map(([name, { mode, title, ends }]) => [
      code(name),
      mode,
      title,
      ends,
    ]),
  )

function limits(): string {
  const names: readonly ProfileName[] = ['strict', 'standard', 'custom']
  const files = names.map((name) => limitsToFile(PROFILES[name]))
  const rows = LIMIT_NAMES.map((name) => {
    const field = LIMIT_FIELDS[name]
    const values = files.map((file) => String(file[name] ?? 'none'))
    return [code(name), field.label, field.rule, ...values, field.stricter]
  })
  return table(['limit', 'meaning', 'rule', ...names, 'stricter is'], rows)
}

/** docs/risk-codes.md; a test compares the file with it. */
export const renderRiskCodes = (): string => `# Risk: checks, states and limits

This page is written by \`src/core/risk/render-risk-codes.ts\` from the tables that the program runs on; \`UPDATE_DOCS=1 npx vitest run src/core/risk/render-risk-codes\` renews it.

## Why an order is denied

The checks run in this order and the first that fails is the answer. The numbers in the sentence, with more digits, are in the log beside the code. An exit (an order that only makes a position smaller) is never asked any of this. A stop that is moved away from the market is asked for the state of the desk and for the last row; one that is moved nearer is not.

${denials()}

\`NOT_READY\` is said before there is anything to check. \`PRICE_LEFT_BAND\` belongs to the second look alone, after the approval and again when the signature is back; \`PRICE_OUTSIDE_BAND\`, \`DUPLICATE_SIGNAL\` and \`LOW_CONFLUENCE\` to the first. A person's order is not asked for a confluence score and counts against the quota of "any other" timeframe. An order that is sized by risk is cut down to the smallest cap, and the \`OVER_…\` codes answer orders that ask for a size of their own.

## What makes it hard to get around

A passed decision can only be made by the two functions that check an order; everything else in the program can read one and cannot build one. The approval is followed by a second look, and so is the signature. Behind that stands the store: SQLite itself refuses to log the sending of an order that adds risk when there is no passed decision, no approval of the very terms, no signature by the account, when the decision does not say its worst case and its caps, when the worst case and what the day has lost are over the day's cap, when it would be one position too many, or while any cause below holds. A row that says it adds no risk is believed only behind the offer of an exit whose orders are all reduce-only. This is a wall against bugs of our own, not against somebody who can write to the file.

What slippage, a gap or funding take beyond a worst case or beyond the cap of the day cannot be prevented by a check before the order. It is written to the log apart (\`LossOvershot\`), for the trade when it has closed and for the day when it is seen, when a fill or funding changes it and when the day ends, and shown on the risk screen, to the cent.

## How large an order may be

The size is the smallest of what five caps leave, rounded down to the lot: risk per trade, the day's remaining budget, open risk, the position's margin, gross notional. Loss is reckoned from the worst price that the entry may fill at to the stop, filled worse by the stop slippage, with the taker fee on both legs; margin and notional at the highest price that the entry may count at. Every division goes down and every loss up, so that no cap is passed after rounding.

The day's budget is its cap (the stricter of share and dollar amount) less what the day has lost, less what open positions can still lose to their stops, less the worst cases of open tickets. Realised gains do not extend it. What slippage beyond the reckoned, gaps or funding add later is reported apart.

Shares are of the present equity. On the second look they are of the equity of the offer, as long as the account is within 1 % of it; the day's budget is always that of the moment.

## States

Several causes can hold at once; halted is stricter than reducing. In both only exits go through.

${causes()}

An open position is watched as well: open for longer than the limit, not wholly covered by stops that rest at the venue, or nearer to its liquidation than the limit. Each is written when it begins and when it ends, and stands on the risk screen.

"A person resumes" means typed data signed by the device, in paper mode a typed word. A person cannot end the other causes.

## How to stop

The kill switch stops entries with one press: the button of the status bar, Ctrl + Shift + K in the window, a global hotkey (Control+Alt+Shift+K; the risk screen changes it), the tray, and \`countersign stop --data FOLDER\` in another terminal, with \`--reason\` and \`--flatten\`. The last one speaks to the desk over a socket in the data folder that only this user may open (a named pipe on Windows); where no desk runs, it leaves an order beside every log, and the next start of each is halted; a desk that could not open its socket looks for that order every second.

## Limits

Tightening takes effect at once. Whatever allows more (another time zone too, because it may begin a new day) needs the typed word LOOSEN; both are in the log. What is with the device at that moment comes back to be approved under the new limits.

Shares are decimals (0.01 is 1 %), durations milliseconds.

${limits()}
`
