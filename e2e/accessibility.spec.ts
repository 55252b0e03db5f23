import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { DeskPage } from './desk-page.ts'
import type { LaunchedDesk } from './fixtures.ts'
import { test } from './fixtures.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const THEMES = ['dark', 'light'] as const

interface DeskHolder {
  readonly desk: { request(name: string, payload: object): Promise<unknown> }
}

const ask = (page: Page, name: string, payload: object): Promise<unknown> =>
  page.evaluate(([what, body]) => (window as unknown as DeskHolder).desk.request(what, body), [
    name,
    payload,
  ] as const)

async function setTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await ask(page, 'setTheme', { theme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
}

/** What axe finds on what is shown now, one line each. */
async function violations(page: Page): Promise<string[]> {
  // on its way from one theme to the other a button is in neither
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map((transition) => transition.finished),
    ),
  )
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(WCAG)
    .analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  )
}

const screens = (page: Page): Locator => page.getByRole('navigation', { name: 'Screens' })

/** Every screen of the rail in both themes. */
async function checkScreens(page: Page, state: string): Promise<void> {
  const entries = screens(page).getByRole('button')
  const found: string[] = []
  for (let place = 0; place < (await entries.count()); place += 1) {
    const entry = entries.nth(place)
    const name = (await entry.getAttribute('data-screen')) ?? ''
    await entry.click()
    await expect(page.getByRole('heading', { level: 1 }).last()).toBeAttached()
    await expect(page.locator('.screen-wait')).toHaveCount(0)
    for (const theme of THEMES) {
      await setTheme(page, theme)
      found.push(...(await violations(page)).map((one) => `${state}/${name}/${theme}: ${one}`))
    }
  }
  expect(found).toEqual([])
}

async function live(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'live')
}

async function launchLive(
  launchDesk: (options?: { switches: string[] }) => Promise<LaunchedDesk>,
): Promise<DeskPage> {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await live(desk.page)
  return new DeskPage(desk)
}

async function openPosition(screen: DeskPage): Promise<void> {
  await screen.page.getByRole('button', { name: /^Propose buy/ }).click()
  await screen.approveButton().click()
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  await screen.answerOnDevice(/sign/i)
  const positions = await screen.open('Positions')
  await expect(positions.getByRole('row', { name: /BTC/ })).toBeVisible()
}

/** Every screen in both themes takes its time. */
const AXE_MS_MAX = 240_000

test('accessibility: axe finds nothing on any screen and theme, quiet', async ({ launchDesk }) => {
  test.setTimeout(AXE_MS_MAX)
  const { page } = await launchLive(launchDesk)
  await checkScreens(page, 'quiet')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Find a command' })).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('accessibility: axe finds nothing on any screen and theme, busy', async ({ launchDesk }) => {
  test.setTimeout(AXE_MS_MAX)
  const screen = await launchLive(launchDesk)
  const { page } = screen
  await openPosition(screen)
  await page.getByRole('button', { name: /^Propose buy/ }).click()
  await expect(screen.ticket).toBeVisible()
  await checkScreens(page, 'busy')
})

test('accessibility: axe finds nothing on any screen and theme, stopped', async ({
  launchDesk,
}) => {
  test.setTimeout(AXE_MS_MAX)
  const { page } = await launchLive(launchDesk)
  await page.getByRole('button', { name: 'Kill switch', exact: true }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await checkScreens(page, 'stopped')
})

/** The control that has the focus, with where it is and what lies on top of it. */
interface FocusPlace {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly isSeen: boolean
  readonly hasRing: boolean
}

const focusPlace = (page: Page): Promise<FocusPlace | null> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return null
    const { x, y, width, height } = element.getBoundingClientRect()
    const points = [
      [x + width / 2, y + height / 2],
      [x + 3, y + 3],
      [x + width - 3, y + height - 3],
    ]
    // a control that is drawn over its own hidden input counts as seen by its label
    const shown = element.closest('label') ?? element
    const box = shown.getBoundingClientRect()
    const isSeen =
      points.some(([left = 0, top = 0]) => {
        const top1 = document.elementFromPoint(left, top)
        return top1 !== null && (shown.contains(top1) || top1.contains(shown))
      }) || document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === shown
    const style = getComputedStyle(element)
    const outer = getComputedStyle(shown)
    const ring = (one: CSSStyleDeclaration): boolean =>
      (one.outlineStyle !== 'none' && Number.parseFloat(one.outlineWidth) >= 1) ||
      one.boxShadow !== 'none'
    return {
      name: `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}`,
      width: box.width,
      height: box.height,
      isSeen,
      hasRing:
        ring(style) ||
        ring(outer) ||
        [...shown.querySelectorAll('*')].some((one) => ring(getComputedStyle(one))) ||
        element.tagName === 'H1',
    }
  })

test('accessibility: the focus is always seen, ringed and on something large enough', async ({
  launchDesk,
}) => {
  test.setTimeout(180_000)
  const screen = await launchLive(launchDesk)
  const { page } = screen
  await openPosition(screen)
  const found: string[] = []
  let walked = 0
  const names = await screens(page)
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((one) => one.getAttribute('data-screen') ?? ''))
  for (const name of names) {
    await page.locator(`.rail-entry[data-screen="${name}"]`).click()
    await expect(page.locator('.screen-wait')).toHaveCount(0)
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press('Tab')
      const place = await focusPlace(page)
      if (place === null) break
      walked += 1
      const where = `${name}: ${place.name}`
      if (!place.isSeen) found.push(`${where} is covered`)
      if (!place.hasRing) found.push(`${where} has no ring`)
      if (place.width < 23.5 || place.height < 23.5) {
        found.push(`${where} is ${Math.round(place.width)} × ${Math.round(place.height)}`)
      }
    }
  }
  expect(walked).toBeGreaterThan(100)
  expect([...new Set(found)]).toEqual([])
})

test('accessibility: trade, cancel and stop by keyboard alone', async ({ launchDesk }) => {
  const screen = await launchLive(launchDesk)
  const { page } = screen
  const tabTo = async (target: Locator): Promise<void> => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error('not to be reached with Tab')
  }
  const pressKey = async (target: Locator): Promise<void> => {
    await tabTo(target)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Alt+t')
  await pressKey(page.getByRole('button', { name: /^Propose buy/ }))
  await expect(screen.ticket).toBeVisible()
  await page.keyboard.press('Alt+a')
  await expect(page.locator('.slip-sentence').first()).toBeFocused()
  await pressKey(screen.approveButton())
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  await page.keyboard.press('Alt+l')
  await screen.answerOnDevice(/sign/i, pressKey)
  await expect(page.getByRole('tab', { name: /^Open orders/ })).toContainText('2')
  await page.keyboard.press('Alt+o')
  await expect(page.getByRole('tab', { name: /^Open orders/ })).toBeFocused()
  await pressKey(page.getByRole('button', { name: /^Cancel target/ }))
  await page.keyboard.press('Alt+l')
  await screen.answerOnDevice(/sign/i, pressKey)
  await expect(page.getByRole('tab', { name: /^Open orders/ })).toContainText('1')
  await page.keyboard.press('Control+Shift+k')
  await expect(page.getByRole('alertdialog')).toContainText(/Entries are stopped|Stopping/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('strong').getByText('Entries are stopped.')).toBeVisible()
})

test('accessibility: at 200 % nothing is lost, and all of it can be reached', async ({
  launchDesk,
}) => {
  const screen = await launchLive(launchDesk)
  const { page } = screen
  await screen.desk.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setContentSize(1280, 800)
    window?.webContents.setZoomFactor(2)
  })
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(700)
  for (const name of ['Propose buy BTC', 'Kill switch', /^Right button/]) {
    const control = page.getByRole('button', { name })
    await control.focus()
    await expect(control).toBeInViewport({ ratio: 0.9 })
  }
  await screen.desk.windowShot('zoom-200')
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
  expect(await violations(page)).toEqual([])
})

test('accessibility: forced colours keep borders, the focus and the state of switches', async ({
  launchDesk,
}) => {
  const screen = await launchLive(launchDesk)
  const { page } = screen
  await page.emulateMedia({ forcedColors: 'active' })
  await expect
    .poll(() => page.evaluate(() => matchMedia('(forced-colors: active)').matches))
    .toBe(true)
  const button = page.getByRole('button', { name: /^Propose buy/ })
  await button.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  const style = await button.evaluate((element) => {
    const { outlineStyle, borderTopStyle, borderTopWidth } = getComputedStyle(element)
    return { outlineStyle, borderTopStyle, borderTopWidth }
  })
  expect(style.outlineStyle).not.toBe('none')
  expect(style.borderTopStyle).toBe('solid')
  await screen.desk.shot('forced-colours')
})

test('accessibility: what happens is told without moving the focus', async ({ launchDesk }) => {
  const screen = await launchLive(launchDesk)
  const { page } = screen
  const news = page.getByRole('status', { name: 'News of the desk' })
  const propose = page.getByRole('button', { name: /^Propose buy/ })
  await propose.focus()
  await page.keyboard.press('Enter')
  await expect(news).not.toHaveText('')
  await expect(screen.ticket).toBeVisible()
  await expect(propose).toBeFocused()
})

test('accessibility: beside each canvas stands what it shows, in words and figures', async ({
  launchDesk,
}) => {
  const screen = await launchLive(launchDesk)
  const { page } = screen
  await openPosition(screen)
  const chart = page.getByRole('region', { name: 'Chart' })
  await expect(chart.locator('canvas').first()).toBeVisible()
  await expect(chart.locator('[data-chart-summary]')).toContainText(/BTC.*(rose|fell|stood)/)
  await chart.getByRole('button', { name: 'Candles as a table' }).click()
  const table = page.getByRole('dialog').getByRole('table')
  await expect(table.getByRole('columnheader')).toHaveText([
    'Opened (UTC)',
    'Open',
    'High',
    'Low',
    'Close',
  ])
  expect(await table.getByRole('row').count()).toBeGreaterThan(20)
})
