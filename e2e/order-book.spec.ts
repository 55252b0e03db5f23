import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

test('the order book: both sides around the price, and a click makes a limit', async ({
  launchDesk,
}) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  const { app, page } = desk
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'live')
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1500, 900)
  })
  const book = page.getByRole('region', { name: 'Order book' })
  const bids = book.getByRole('table', { name: 'Bids' })
  const asks = book.getByRole('table', { name: 'Asks' })
  await expect(bids.getByRole('row')).toHaveCount(21)
  await expect(asks.getByRole('row')).toHaveCount(21)
  await expect(book.locator('[data-book-summary]')).toHaveText(/^BTC: best bid [\d.]+, best ask/)
  const best = bids.getByRole('rowheader').first()
  const shown = (await best.textContent()) ?? ''
  await best.click()
  const limit = page.getByLabel('Limit price')
  await expect(limit).toBeVisible()
  const typed = (await limit.inputValue()).replace(/,/g, '')
  expect(Math.abs(Number(typed) - Number(shown.replace(/,/g, '')))).toBeLessThan(500)
  await page.getByRole('button', { name: /^Propose buy/ }).click()
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeVisible()
  await desk.shot('desk-with-a-ticket')
})
