import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { LaunchedDesk } from './fixtures.ts'
import { test } from './fixtures.ts'

const folder = join(__dirname, '../shots')
const themes = ['dark', 'light'] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
]

interface DeskHolder {
  readonly desk: { request(name: string, payload: object): Promise<unknown> }
}

async function resize({ app }: LaunchedDesk, size: { width: number; height: number }) {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
}

/** One picture for each theme and size of what is on the window now. */
async function picture(desk: LaunchedDesk, name: string): Promise<void> {
  for (const theme of themes) {
    await desk.page.evaluate(async (wanted) => {
      await (window as unknown as DeskHolder).desk.request('setTheme', { theme: wanted })
    }, theme)
    await expect(desk.page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const size of sizes) {
      await resize(desk, size)
      await expect.poll(() => desk.page.evaluate(() => window.innerWidth)).toBe(size.width)
      await desk.page.mouse.move(0, 0)
      const file = `${name}-${theme}-${size.width}x${size.height}.png`
      await desk.page.screenshot({ path: join(folder, file) })
    }
  }
}

test('pictures of the desk', async ({ launchDesk }) => {
  mkdirSync(folder, { recursive: true })
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await expect(desk.page.locator('html')).toHaveAttribute('data-ready', 'live')
  await expect(desk.page.locator('canvas').first()).toBeVisible()
  await picture(desk, 'quiet')
  await desk.page.getByRole('button', { name: /^Propose buy/ }).click()
  await expect(desk.page.getByRole('button', { name: /^Approve/ })).toBeVisible()
  await picture(desk, 'ticket')
})
