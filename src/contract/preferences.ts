import { z } from 'zod'
import { FIRST_RUN_STEPS } from './first-run-steps.ts'

const SHORTCUTS_MAX = 60
const shortcutText = z.string().max(40)

const fields = {
  /** Where the first run stands. `left` can be taken up again at its step; `done` was seen through. */
  firstRun: z.strictObject({
    step: z.enum(FIRST_RUN_STEPS),
    state: z.enum(['open', 'left', 'done']),
  }),
  /** Amounts are hidden from whoever looks over a shoulder. */
  isDiscreet: z.boolean(),
  /** Profit and loss: green and orange, or blue and yellow for eyes that cannot tell those. */
  palette: z.enum(['standard', 'colourBlind']),
  /** Where paper's prices come from at the next start; live ones are the only call to the network. */
  paperPrices: z.enum(['invented', 'live']),
  /** What the system's notifications tell: everything, what needs a person, or nothing. */
  notifications: z.enum(['all', 'important', 'quiet']),
  /** Keys that a person chose, by the shortcut's id; what is not here has its usual keys. */
  shortcuts: z
    .record(shortcutText, shortcutText)
    .refine((map) => Object.keys(map).length <= SHORTCUTS_MAX, `at most ${SHORTCUTS_MAX}`),
}

/** How a person has set up this desk's window; the log knows nothing of it. */
export const preferencesSchema = z.strictObject({
  firstRun: fields.firstRun.default({ step: 'welcome', state: 'open' }),
  isDiscreet: fields.isDiscreet.default(false),
  palette: fields.palette.default('standard'),
  paperPrices: fields.paperPrices.default('invented'),
  notifications: fields.notifications.default('important'),
  shortcuts: fields.shortcuts.default({}),
})
export type PreferencesView = z.infer<typeof preferencesSchema>

/** A change of some of them; the others stay. */
export const preferencesChange = z.strictObject({
  firstRun: fields.firstRun.optional(),
  isDiscreet: fields.isDiscreet.optional(),
  palette: fields.palette.optional(),
  paperPrices: fields.paperPrices.optional(),
  notifications: fields.notifications.optional(),
  shortcuts: fields.shortcuts.optional(),
})
export type PreferencesChange = z.infer<typeof preferencesChange>

/** Something outside of the page (menu, tray) asked the screen to show; `count` grows each time. */
export interface AskedView {
  readonly count: number
  /** A screen's id, or `kill`: the question of the kill switch. */
  readonly what: string
}
