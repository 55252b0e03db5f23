import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { verifyLog } from './desk-log.ts'
import type { LaunchedDesk } from './fixtures.ts'
import { inMain, test } from './fixtures.ts'

/** Kept in the main process by `watch`: a page that crashed once is closed to Playwright for good. */
interface Watch {
  crashes: number
  loads: number
  asked: { readonly message: string; readonly detail: string }[]
}
type Holder = { crashWatch: Watch }

/** Counts what happens to the window, and answers the system's questions with their first button. */
const watch = ({ app }: LaunchedDesk) =>
  app.evaluate(({ BrowserWindow, dialog }) => {
    const crashWatch: Watch = { crashes: 0, loads: 0, asked: [] }
    Object.assign(globalThis, { crashWatch })
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.on('render-process-gone', () => {
      crashWatch.crashes += 1
    })
    contents?.on('did-finish-load', () => {
      crashWatch.loads += 1
    })
    dialog.showMessageBox = (async ({ message, detail }: Watch['asked'][number]) => {
      crashWatch.asked.push({ message, detail })
      return { response: 0, checkboxChecked: false }
    }) as never
  })

const seen = ({ app }: LaunchedDesk) =>
  inMain(app, () => (globalThis as unknown as Holder).crashWatch)

/** The nth crash; the page is there again when this ends. */
async function crash(desk: LaunchedDesk, nth: number): Promise<void> {
  await inMain(
    desk.app,
    ({ BrowserWindow }, count) => {
      if ((globalThis as unknown as Holder).crashWatch.crashes >= count) return
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    },
    nth,
  )
  await expect.poll(() => seen(desk)).toMatchObject({ crashes: nth, loads: nth })
}

const shownText = ({ app }: LaunchedDesk) =>
  inMain(app, async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return String(await contents?.executeJavaScript('document.body.innerText'))
  })

const STOPPED = /Entries are stopped\.[\s\S]*Look at your positions, then resume[\s\S]*Resume…/

test('a window that crashes comes back, halts entries, keeps the log and says how to go on', async ({
  launchDesk,
}) => {
  const desk = await launchDesk({ switches: ['--seed', '7'] })
  await expect(desk.page.locator('html')).toHaveAttribute('data-ready', 'live')
  await watch(desk)
  await crash(desk, 1)
  await expect.poll(() => shownText(desk)).toMatch(STOPPED)

  // it does not come back by itself for ever: then a person is asked
  await crash(desk, 2)
  expect((await seen(desk)).asked).toEqual([])
  await crash(desk, 3)
  const { asked } = await seen(desk)
  expect(asked).toHaveLength(1)
  expect(asked[0]?.message).toBe('The window of Countersign keeps crashing.')
  expect(asked[0]?.detail).toContain('New entries are halted. The log is whole')
  await expect.poll(() => shownText(desk)).toMatch(STOPPED)

  await desk.app.close()
  const log = readFileSync(join(desk.dataFolder, 'logs', 'error.log'), 'utf8')
  expect(log).toContain('the window ended (crashed)')
  expect(verifyLog(desk.dataFolder)).toContain('The log is whole')
})
