import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import type { DeskPage } from './desk-page.ts'
import type { LaunchedDesk, LaunchOptions } from './fixtures.ts'
import { launchReplay } from './replay-desk.ts'

const run = promisify(execFile)

interface DeskHolder {
  readonly desk: {
    request(
      name: string,
      payload: object,
    ): Promise<{ ok: boolean; value?: unknown; error?: { message: string } }>
  }
}

/** What the page itself can ask; for what a test needs and is not about. */
export async function request<Value = null>(
  screen: DeskPage,
  name: string,
  payload: object,
): Promise<Value> {
  const answer = await screen.page.evaluate(
    ([asked, given]) =>
      (window as unknown as DeskHolder).desk.request(asked as string, given as object),
    [name, payload] as const,
  )
  if (!answer.ok) throw new Error(answer.error?.message ?? `${name} was refused`)
  return answer.value as Value
}

type Inputs = Readonly<Record<string, string>>

/** Changes limits the short way; the editor has a test of its own. */
export async function setLimits(screen: DeskPage, change: Inputs): Promise<void> {
  const sheet = await request<{ inputs: Inputs }>(screen, 'getLimits', {})
  const inputs = { ...sheet.inputs, ...change }
  await request(screen, 'setLimits', { inputs, typedWord: 'LOOSEN' })
}

/** A replay whose practice Ledger presses by itself; a person approves on the screen. */
export const launchRisk = (
  launchDesk: (options?: LaunchOptions) => Promise<LaunchedDesk>,
  file: string,
  fromIso: string,
  startMs?: number,
): Promise<DeskPage> =>
  launchReplay(launchDesk, {
    file,
    fromIso,
    speed: 1,
    switches: ['--autopilot'],
    ...(startMs === undefined ? {} : { startMs }),
  })

export async function propose(screen: DeskPage, quantity: string, stopPrice?: string) {
  await request(screen, 'proposeOrder', {
    coin: 'BTC',
    side: 'buy',
    entry: { type: 'market' },
    sizing: { by: 'quantity', quantity },
    stopPrice: stopPrice ?? null,
    targetPrice: null,
  })
  await expect(screen.approveButton()).toBeVisible()
}

const positionRows = async (screen: DeskPage) =>
  (await screen.open('Positions')).getByRole('row', { name: /BTC/ })

export async function enter(screen: DeskPage, quantity: string): Promise<void> {
  await propose(screen, quantity)
  await screen.approveButton().click()
  const rows = await positionRows(screen)
  await screen.passUntil(async () => (await rows.count()) > 0, 'a position')
}

export async function close(screen: DeskPage): Promise<void> {
  await request(screen, 'closePosition', { coin: 'BTC', quantity: null })
  const rows = await positionRows(screen)
  await screen.passUntil(async () => (await rows.count()) === 0, 'a closed position')
}

export async function show(screen: DeskPage, name: string): Promise<void> {
  const rail = screen.page.getByRole('navigation', { name: 'Screens' })
  await rail.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await expect(screen.page.getByRole('heading', { level: 1, name })).toBeVisible()
}

export const banner = (screen: DeskPage) => screen.page.locator('.desk-banners')

/** The same picture in both themes. */
export async function shots(screen: DeskPage, name: string): Promise<void> {
  for (const theme of ['dark', 'light']) {
    await request(screen, 'setTheme', { theme })
    await expect(screen.page.locator('html')).toHaveAttribute('data-theme', theme)
    // Colours glide from one theme to the other.
    await screen.page.waitForFunction(
      () => !document.getAnimations().some((one) => one instanceof CSSTransition),
    )
    await screen.desk.shot(`${name}-${theme}`)
  }
}

export async function resume(screen: DeskPage): Promise<void> {
  await banner(screen).getByRole('button', { name: 'Resume…' }).click()
  await screen.page.getByRole('textbox', { name: 'Type RESUME to go on' }).fill('RESUME')
  await screen.page.getByRole('button', { name: 'Resume entries' }).click()
  await expect(banner(screen)).not.toContainText('Entries are stopped.')
}

/** Another terminal: the command line of the built program, while the desk runs. */
export async function terminal(...words: readonly string[]): Promise<string> {
  const { stdout } = await run('node', ['out/main/countersign.js', ...words])
  return stdout
}

/** As a finger on the keyboard, whatever window has the focus. */
export const pressKeys = (keys: string) => run('xdotool', ['key', keys])
