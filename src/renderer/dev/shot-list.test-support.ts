import type { Page } from 'playwright'
import { FIRST_RUN_STEPS } from '#contract/first-run-steps.ts'

export type Size = readonly [width: number, height: number]

/** What to open, what to press there, and in which sizes to take it. */
export interface Shot {
  readonly name: string
  readonly query: string
  readonly sizes: readonly Size[]
  readonly act?: (page: Page) => Promise<void>
}

// biome-ignore format: one line
const SCREENS = ['desk', 'orders', 'strategies', 'backtest', 'risk', 'ledger', 'receipts', 'records', 'health', 'settings']
const STATES = ['empty', 'busy', 'stale', 'error']
const THEMES = ['dark', 'light']
const SMALL: Size = [1280, 800]
const SIZES: readonly Size[] = [SMALL, [1920, 1080], [2560, 1440]]

/** Every screen of the rail × state × theme × size. */
export const screenShots = (): Shot[] =>
  SCREENS.flatMap((screen) =>
    STATES.flatMap((state) =>
      THEMES.map((theme) => ({
        name: `${screen}-${state}-${theme}`,
        query: `state=${state}&theme=${theme}`,
        sizes: SIZES,
        act: (page: Page) => page.locator(`.rail-entry[data-screen="${screen}"]`).click(),
      })),
    ),
  )

const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click()
const button = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click()
const screen = (id: string) => (page: Page) =>
  page.locator(`.rail-entry[data-screen="${id}"]`).click()

async function limitOrder(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Limit' }).click()
  await page.getByRole('radio', { name: 'By quantity' }).click()
  await page.getByRole('radio', { name: 'Sell' }).click()
  await page.getByLabel('Limit price').fill('20,600')
  await page.getByRole('textbox', { name: 'Quantity' }).fill('0.05')
  await page.waitForTimeout(600)
}

/** Query without its theme, and what to press. */
type Detail = readonly [name: string, query: string, act?: Shot['act']]

const TICKETS = ['pending', 'preparing', 'onDevice', 'transactionCheck', 'signed', 'submitted']
const MORE_TICKETS = ['unknown', 'locked', 'newTerms', 'close', 'move', 'several']

const DETAILS: readonly Detail[] = [
  ...[...TICKETS, ...MORE_TICKETS].map(
    (ticket): Detail => [`ticket-${ticket}`, `state=busy&ticket=${ticket}`],
  ),
  ['ticket-decline', 'state=busy', button('Decline')],
  ['session-asking', 'state=busy&session=onDevice', screen('ledger')],
  ['session-active', 'state=busy&session=active', screen('ledger')],
  ['session-close', 'state=busy&session=active&ticket=bySession'],
  ...FIRST_RUN_STEPS.map(
    (step): Detail => [
      `first-run-${step}`,
      `state=${step === 'welcome' || step === 'bracket' ? 'empty' : 'busy'}&first-run=${step}`,
    ],
  ),
  ['testnet', 'state=busy&mode=testnet'],
  ['mainnet', 'state=busy&mode=mainnet'],
  ['tab-orders', 'state=busy', tab('Open orders')],
  ['tab-book', 'state=busy', tab('Book')],
  ['tab-fills', 'state=busy', tab('Fills')],
  ['tab-equity', 'state=busy', tab('Equity')],
  ['tab-strategies', 'state=busy', tab('Strategies')],
  ['tab-decisions', 'state=busy', tab('Decisions')],
  ['tab-differences', 'state=busy', tab('Differences')],
  ['palette', 'state=busy', (page) => page.keyboard.press('Control+k')],
  ['discreet', 'state=busy&discreet'],
  ['colour-blind', 'state=busy&colour-blind'],
  ['kill', 'state=busy', button('Kill switch')],
  ['move-stop', 'state=busy', button('Move stop of BTC')],
  ['close-part', 'state=busy', button('Close part of BTC')],
  ['resume', 'state=error', button('Resume…')],
  ['menu', 'state=busy', button('Countersign menu')],
  ['limit', 'state=busy', limitOrder],
]

/** Tickets, steps and dialogs in both themes; the desk as small as it goes. */
export function detailShots(): Shot[] {
  const inThemes = DETAILS.flatMap(([name, query, act]) =>
    THEMES.map((theme) => ({
      name: `${name}-${theme}`,
      query: `${query}&theme=${theme}`,
      sizes: [SMALL],
      ...(act === undefined ? {} : { act }),
    })),
  )
  const small = (name: string, size: Size): Shot => ({
    name,
    query: 'state=busy&theme=light',
    sizes: [size],
  })
  return [...inThemes, small('small', [1024, 700]), small('reflow', [640, 2400])]
}
