import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { LaunchedDesk } from './fixtures.ts'

/** Market and wall time move in such steps, so that what the sockets carry can arrive in between. */
const STEP_MS = 250
const STEPS_MAX = 4_000

/** What a person sees and does, by role and name. */
export class DeskPage {
  readonly desk: LaunchedDesk
  readonly page: Page

  constructor(desk: LaunchedDesk) {
    this.desk = desk
    this.page = desk.page
  }

  get ticket(): Locator {
    return this.page.locator('article.slip').first()
  }

  get deviceScreen(): Locator {
    return this.page.getByRole('status', { name: 'Screen of the practice Ledger' })
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${name}`) })
  }

  async open(tab: string): Promise<Locator> {
    await this.tab(tab).click()
    return this.page.getByRole('tabpanel', { name: new RegExp(`^${tab}`) })
  }

  exact(scope: Locator, name: string): Locator {
    return scope.locator(`[data-name="${name}"]`)
  }

  /** The exact text behind a shown amount. */
  async amount(scope: Locator, name: string): Promise<string> {
    const value = await this.exact(scope, name).first().getAttribute('data-exact')
    if (value === null) throw new Error(`${name} is not known`)
    return value
  }

  /** Lets time pass until something is so; fails when it does not come about. */
  async passUntil(isSo: () => Promise<boolean>, what: string): Promise<void> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if (await isSo()) return
      await this.desk.advanceClock(STEP_MS)
    }
    throw new Error(`it never came about: ${what}`)
  }

  /**
   * Lets time pass, a drawn frame with every step: a clock that ran ahead of the sockets would make
   * answers late and prices old that are neither.
   */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await this.desk.advanceClock(Math.min(STEP_MS, left))
      await this.page.evaluate(() => new Promise(requestAnimationFrame))
    }
  }

  async isLive(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.dataset.ready === 'live')
  }

  /** Waits until the desk may judge entries: prices, the account and its day are known. */
  async waitUntilReady(): Promise<void> {
    const budget = this.page.getByRole('banner').locator('[data-name="dayBudgetLeft"][data-exact]')
    await this.passUntil(
      async () => (await this.isLive()) && (await budget.count()) > 0,
      'a live venue and an account',
    )
  }

  async waitForTicket(): Promise<void> {
    await this.passUntil(() => this.ticket.isVisible(), 'an approval ticket')
  }

  approveButton(): Locator {
    return this.ticket.getByRole('button', { name: /Approve|Resume/ })
  }

  /** Pages through the review on the two-button device until it offers `action`, then presses both. */
  async answerOnDevice(
    action: RegExp,
    press: (button: Locator) => Promise<void> = (button) => button.click(),
  ): Promise<string> {
    let shown = ''
    const both = this.page.getByRole('button', { name: /^Both buttons/ })
    const right = this.page.getByRole('button', { name: /^Right button/ })
    for (let page = 0; page < 60; page += 1) {
      shown += `${((await this.deviceScreen.textContent()) ?? '').replace(/\s+/g, '')}\n`
      const label = (await both.getAttribute('aria-label')) ?? ''
      if (action.test(label)) {
        await press(both)
        return shown
      }
      const before = await this.deviceScreen.textContent()
      if (/accept risk$/i.test(label)) await press(both)
      else await press(right)
      await expect.poll(() => this.deviceScreen.textContent()).not.toBe(before)
    }
    throw new Error(`the device never offered ${action}: ${shown}`)
  }
}
