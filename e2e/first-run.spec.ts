import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { countEvents, verifyLog } from './desk-log.ts'
import { test } from './fixtures.ts'
import { HumanTime } from './human-time.ts'

const THREE_MINUTES_MS = 180_000
const PAGES_MAX = 60
const TABS_MAX = 80

/** The two hands: each does one thing to a control, by its own means alone. */
interface Hand {
  readonly name: 'keyboard' | 'mouse'
  /** Goes to a control and presses it. */
  press(target: Locator): Promise<void>
  /** Presses what was pressed just now. */
  pressAgain(target: Locator): Promise<void>
}

async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement)
}

/** Tab until the control has the focus, as somebody without a mouse must. */
async function tabTo(page: Page, target: Locator, time: HumanTime): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
    time.keyAgain()
  }
  throw new Error('the control cannot be reached with the Tab key')
}

function keyboard(page: Page, time: HumanTime): Hand {
  const guide = page.getByRole('region', { name: 'First run' })
  const there = guide.getByRole('button', { name: 'Take me there' })
  return {
    name: 'keyboard',
    async press(target) {
      if (!(await hasFocus(target)) && (await there.isVisible())) {
        await page.keyboard.press('Alt+g')
        time.keyAgain()
        time.keyAgain()
      }
      await tabTo(page, target, time)
      await page.keyboard.press('Enter')
      time.keys()
    },
    async pressAgain() {
      await page.keyboard.press('Enter')
      time.keyAgain()
    },
  }
}

function mouse(time: HumanTime): Hand {
  return {
    name: 'mouse',
    async press(target) {
      await target.click()
      time.click()
    },
    async pressAgain(target) {
      await target.click()
      time.clickAgain()
    },
  }
}

const textOf = async (target: Locator): Promise<string> => (await target.textContent()) ?? ''

/** Turns the pages with ▶ and presses both buttons where the device offers to sign. */
async function signOnDevice(page: Page, hand: Hand): Promise<void> {
  const right = page.getByRole('button', { name: /^Right button/ })
  const both = page.getByRole('button', { name: /^Both buttons/ })
  const screen = page.getByRole('status', { name: 'Screen of the practice Ledger' })
  let isFirst = true
  for (let turn = 0; turn < PAGES_MAX; turn += 1) {
    const label = (await both.getAttribute('aria-label')) ?? ''
    if (/sign/i.test(label)) {
      await hand.press(both)
      return
    }
    const before = await textOf(screen)
    if (/accept/i.test(label)) {
      await hand.press(both)
      isFirst = true
    } else if (isFirst) {
      await hand.press(right)
      isFirst = false
    } else await hand.pressAgain(right)
    await expect.poll(() => textOf(screen)).not.toBe(before)
  }
  throw new Error('the device never offered to sign')
}

for (const name of ['keyboard', 'mouse'] as const) {
  test(`first run: from the start to a closed paper bracket by ${name} only, in three minutes`, async ({
    launchDesk,
    dataFolder,
  }) => {
    test.setTimeout(180_000)
    const desk = await launchDesk({ switches: ['--seed', '7'], isFirstRun: true })
    const { page } = desk
    const time = new HumanTime()
    const hand = name === 'keyboard' ? keyboard(page, time) : mouse(time)
    const button = (label: RegExp | string): Locator =>
      page.getByRole('main').getByRole('button', { name: label })
    const guide = page.getByRole('region', { name: 'First run' }).getByRole('status')
    const shot = (step: string) => desk.shot(`first-run-${name}-${step}`)

    await expect(page.getByRole('heading', { level: 1 })).toContainText('first bracket')
    await shot('1-welcome')
    time.read(await textOf(page.getByRole('main')))
    await hand.press(button('Begin'))

    await expect(button('To the desk')).toBeEnabled()
    await shot('2-account')
    time.read(await textOf(page.getByRole('main')))
    await hand.press(button('To the desk'))

    await expect(guide).toContainText('practice Ledger')
    await shot('3-device')
    time.read(await textOf(guide))
    await hand.press(button(/^Right button/))

    await expect(guide).toContainText('Propose a trade.')
    await shot('4-propose')
    time.read(await textOf(guide))
    await expect(button(/^Propose buy/)).toBeEnabled()
    await hand.press(button(/^Propose buy/))

    await expect(guide).toContainText('Read the sentence')
    await shot('5-approve')
    time.read(await textOf(guide))
    time.read(await textOf(page.locator('.slip-sentence').first()))
    await hand.press(button('Approve'))

    await expect(guide).toContainText('sign on the device')
    await expect(page.locator('[data-name="connectionId"]')).toBeVisible()
    await shot('6-sign')
    time.read(await textOf(guide))
    await signOnDevice(page, hand)

    await expect(guide).toContainText('You hold')
    await shot('7-holding')
    time.read(await textOf(guide))
    await hand.press(button(/^Close (?!part)/))
    await expect(guide).toContainText('sign on the device')
    await shot('8-close')
    await signOnDevice(page, hand)

    await expect(page.getByRole('heading', { level: 1 })).toContainText('Closed.')
    await shot('9-result')
    process.stdout.write(
      `  first run by ${name}: ${Math.round(time.ms / 1000)} s of a person to the closed bracket\n`,
    )
    expect(time.ms).toBeLessThan(THREE_MINUTES_MS)
    const net = page.locator('[data-name="tripNet"]')
    await expect(net).toHaveAttribute('data-exact', /^-?\d+(\.\d+)?$/)
    await hand.press(button('Finish'))
    await expect(page.getByRole('form', { name: 'Order ticket' })).toBeVisible()

    await desk.app.close()
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(2)
    expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
  })
}

test('first run: left at a step, it is taken up there, also after a restart', async ({
  launchDesk,
}) => {
  const first = await launchDesk({ switches: ['--seed', '7'], isFirstRun: true })
  const begin = first.page.getByRole('button', { name: 'Begin' })
  await begin.click()
  await first.page.getByRole('button', { name: 'To the desk' }).click()
  const guide = (page: Page): Locator => page.getByRole('region', { name: 'First run' })
  await expect(guide(first.page)).toContainText('3 of 6')
  await first.app.close()

  const second = await launchDesk({ switches: ['--seed', '7'], isFirstRun: true })
  await expect(guide(second.page)).toContainText('3 of 6')
  await guide(second.page).getByRole('button', { name: 'Leave for now' }).click()
  await expect(guide(second.page)).toHaveCount(0)
  await second.page.getByRole('button', { name: 'Countersign menu' }).click()
  await second.page.getByRole('menuitem', { name: 'Take up the first run' }).click()
  await expect(guide(second.page)).toContainText('3 of 6')
})
