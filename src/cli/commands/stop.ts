import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { controlAddress } from '../../main/control/control-address.ts'
import type { StopRequest } from '../../main/control/control-message.ts'
import { leaveHaltOrder } from '../../main/control/halt-order.ts'
import type { RunningDesk } from '../../main/control/running-desk.ts'
import { runningDesk } from '../../main/control/running-desk.ts'
import { sendStop } from '../../main/control/send-stop.ts'
import type { Command } from '../command.ts'

interface Flags {
  readonly data: string
  readonly reason: string
  readonly flatten?: boolean
}

const REASON_MAX = 200
/** A desk without a socket looks for orders every second. */
const OBEYED_MS = 3_000
const LOOK_MS = 100

function parseReason(text: string): string {
  const reason = text.trim()
  if (reason === '' || reason.length > REASON_MAX) {
    throw new InvalidArgumentError(`a reason has 1 to ${REASON_MAX} characters`)
  }
  return reason
}

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`)
}

/** Tells a desk that runs; false when none does. */
async function stopRunning(address: string, request: StopRequest): Promise<boolean> {
  const answer = await sendStop(address, request)
  if (answer === null) return false
  say(answer.message)
  if (!answer.ok) process.exitCode = 1
  return true
}

/** A desk that could not open its socket looks for what was left for it. */
async function stopWithoutSocket(
  { where }: RunningDesk,
  dataFolder: string,
  orders: readonly string[],
  { reason, shouldFlatten }: StopRequest,
): Promise<void> {
  const untilMs = Date.now() + OBEYED_MS
  while (orders.every((file) => existsSync(file)) && Date.now() < untilMs) {
    await new Promise((resume) => setTimeout(resume, LOOK_MS))
  }
  if (orders.every((file) => existsSync(file))) {
    say(
      `A desk runs on ${dataFolder} (${where}) and does not listen: its entries are NOT stopped. ` +
        'Use the stop button of its window, its tray or its hotkey. Its next start is halted.',
    )
    process.exitCode = 1
    return
  }
  const positions = shouldFlatten ? ' Positions were not closed: do that in its window.' : ''
  say(`Entries are stopped: ${reason}.${positions}`)
  if (shouldFlatten) process.exitCode = 1
}

async function run({ data, reason, flatten }: Flags): Promise<void> {
  const dataFolder = resolve(data)
  if (!existsSync(dataFolder)) throw new Error(`There is no data folder ${dataFolder}.`)
  const address = controlAddress(dataFolder)
  const request = { command: 'stop' as const, reason, shouldFlatten: flatten ?? false }
  if (await stopRunning(address, request)) return
  const orders = leaveHaltOrder(dataFolder, { reason, tsWallMs: Date.now() })
  // One that has started in the meantime may have looked for the order before it was there.
  if (await stopRunning(address, request)) return
  const running = runningDesk(dataFolder)
  if (running !== null) {
    await stopWithoutSocket(running, dataFolder, orders, request)
    return
  }
  const positions = flatten ? ' Positions are not closed by it: nobody runs who could.' : ''
  say(`No desk runs on ${dataFolder}. Its next start is halted: ${reason}.${positions}`)
}

/** The kill switch from another terminal. */
export const stopCommand: Command = {
  register(program) {
    program
      .command('stop')
      .description(
        'stop all entries of the desk that runs on a data folder, or halt its next start',
      )
      .requiredOption('--data <folder>', 'the data folder of the desk')
      .option('--reason <text>', 'why, for the log', parseReason, 'Stopped from a terminal')
      .option('--flatten', 'close all positions as well')
      .addHelpText('after', '\nResuming needs the desk: the typed word on paper, else the Ledger.')
      .action(run)
  },
}
