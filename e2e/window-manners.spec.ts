import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { DeskPage } from './desk-page.ts'
import type { LaunchedDesk } from './fixtures.ts'
import { test } from './fixtures.ts'

interface AskedQuestions {
  asked?: { message: string; detail: string }[]
}

/** The system's question, answered with one of its buttons and written down. */
async function answerQuestions({ app }: LaunchedDesk, response: number): Promise<void> {
  await app.evaluate(({ dialog }, button) => {
    const holder = globalThis as AskedQuestions
    holder.asked ??= []
    dialog.showMessageBox = (async (
      _window: unknown,
      options: { message: string; detail: string },
    ) => {
      holder.asked?.push({ message: options.message, detail: options.detail })
      return { response: button, checkboxChecked: false }
    }) as never
  }, response)
}

const questions = ({ app }: LaunchedDesk) =>
  app.evaluate(() => (globalThis as AskedQuestions).asked ?? [])

async function closeWindow({ app }: LaunchedDesk): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
}

async function openPosition(screen: DeskPage): Promise<Locator> {
  const { page } = screen
  await page.getByRole('button', { name: /^Propose buy/ }).click()
  await screen.approveButton().click()
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  await screen.answerOnDevice(/sign/i)
  const positions = await screen.open('Positions')
  await expect(positions.getByRole('row', { name: /BTC/ })).toBeVisible()
  return positions
}

const live = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-ready', 'live')

test('closing with an open position asks, and hides or keeps as told', async ({ launchDesk }) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await live(desk.page)
  const screen = new DeskPage(desk)
  await openPosition(screen)
  await answerQuestions(desk, 0)
  await closeWindow(desk)
  await expect.poll(async () => (await questions(desk)).length).toBe(1)
  const [first] = await questions(desk)
  expect(first?.message).toBe('A position is open.')
  expect(first?.detail).toMatch(/long 0\.\d+ BTC: its stop rests at the venue/)
  await answerQuestions(desk, 1)
  await closeWindow(desk)
  const isVisible = () =>
    desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(isVisible).toBe(false)
})

test('a reverse closes the long, and then a short waits for its own approval', async ({
  launchDesk,
}) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await live(desk.page)
  const screen = new DeskPage(desk)
  const positions = await openPosition(screen)
  await positions.getByRole('button', { name: 'Reverse BTC' }).click()
  await desk.page.getByRole('button', { name: 'Close and reverse' }).click()
  await expect(screen.ticket).toContainText('Close')
  await screen.answerOnDevice(/sign/i)
  await expect(screen.ticket.getByRole('heading', { level: 3 })).toContainText(/^Sell .* BTC/)
  await desk.shot('reverse-2-offered')
  await expect(positions).toContainText('No open positions.')
})

test('the menus have no mnemonics, and lead to the screens', async ({ launchDesk }) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await live(desk.page)
  const labels = await desk.app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => [
      item.label,
      ...(item.submenu?.items ?? []).map((one) => one.label),
    ]),
  )
  expect(labels).toContain('Orders and fills')
  expect(labels.filter((label) => label.includes('&'))).toEqual([])
  await desk.app.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find((item) => item.label === 'View')
    view?.submenu?.items.find((item) => item.label === 'Orders and fills')?.click()
  })
  await expect(desk.page.getByRole('heading', { level: 1, name: 'Orders and fills' })).toBeFocused()
  // the pages of the log are looked through on a thread of their own
  await desk.page.keyboard.press('Alt+9')
  const checks = desk.page.getByRole('list', { name: 'Checks of this computer' })
  await expect(checks).toContainText(/all pages were looked through at \d\d:\d\d UTC/, {
    timeout: 40_000,
  })
})

test('fills by filter and search, from the log itself', async ({ launchDesk }) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await live(desk.page)
  const screen = new DeskPage(desk)
  await openPosition(screen)
  await desk.page.keyboard.press('Alt+2')
  const fills = desk.page.getByRole('region', { name: 'Fills' })
  await expect(fills.getByRole('status')).toHaveText(/^[1-9]\d* fills?$/)
  await fills.getByRole('textbox', { name: 'Search' }).fill('no such trade')
  await expect(fills.getByRole('status')).toHaveText('0 fills')
  await expect(fills).toContainText('No fill is like that.')
  await fills.getByRole('button', { name: 'Clear' }).click()
  await expect(fills.getByRole('row').nth(1)).toContainText('BTC')
  await desk.shot('orders-and-fills')
})
