import { DeskPage } from './desk-page.ts'
import type { LaunchedDesk, LaunchOptions } from './fixtures.ts'

const START_MS = Date.UTC(2026, 0, 5, 12)

export interface ReplayChoice {
  readonly file: string
  readonly fromIso: string
  readonly speed: number
  /** Wall time at the start; a second start on the same folder must not go back. */
  readonly startMs?: number
  /** More switches, such as another signer. */
  readonly switches?: readonly string[]
}

/** A desk on recorded candles whose wall time stands still until the test moves it. */
export async function launchReplay(
  launchDesk: (options?: LaunchOptions) => Promise<LaunchedDesk>,
  { file, fromIso, speed, startMs = START_MS, switches = [] }: ReplayChoice,
): Promise<DeskPage> {
  const desk = await launchDesk({
    switches: [
      ...['--replay', file],
      ...['--replay-from', fromIso],
      ...['--speed', String(speed)],
      ...['--timeframe', '5m'],
      ...['--manual-clock', String(startMs)],
      ...switches,
    ],
  })
  const screen = new DeskPage(desk)
  await screen.waitUntilReady()
  return screen
}
