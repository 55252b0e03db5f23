import { InvalidArgumentError, Option } from 'commander'
import { systemClock } from '../../main/runtime/clock.ts'
import type { DeviceModel } from '../../main/signer/practice-ledger/device-settings.ts'
import { DEVICE_MODELS } from '../../main/signer/practice-ledger/device-settings.ts'
import type { ScreenState } from '../../main/signer/practice-ledger/screen-state.ts'
import { startPracticeLedgerServer } from '../../main/signer/practice-servers/practice-ledger-server.ts'
import type { Command } from '../command.ts'

interface Flags {
  readonly tcp?: number
  readonly http?: number
  readonly buttons?: number
  readonly mnemonic?: string
  readonly recordedVectors?: boolean
  readonly model?: DeviceModel
  readonly rawMessages: boolean
  readonly blindSigning?: boolean
  readonly autopilot?: number
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535; 0 picks a free one')
  }
  return port
}

function parseDelay(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a delay is in whole milliseconds')
  return Number(text)
}

/** One line a screen, so that the device can be followed in a terminal. */
function screenPrinter(): (state: ScreenState) => void {
  let printed = ''
  return (state) => {
    const page = state.pageCount > 1 ? ` [${state.pageIndex + 1}/${state.pageCount}]` : ''
    const line = `screen${page}: ${state.lines.join(' | ') || '(off)'}\n`
    if (line !== printed) process.stdout.write(line)
    printed = line
  }
}

async function run(flags: Flags): Promise<void> {
  if (flags.tcp === undefined && flags.http === undefined) {
    throw new Error(
      'Say where to listen: --tcp PORT, --http PORT or both. Port 0 picks a free one.',
    )
  }
  const server = await startPracticeLedgerServer({
    clock: systemClock,
    tcpPort: flags.tcp ?? null,
    httpPort: flags.http ?? null,
    buttonPort: flags.buttons ?? null,
    isForRecordedVectors: flags.recordedVectors === true,
    rawMessages: flags.rawMessages,
    blindSigning: flags.blindSigning === true,
    autopilotDelayMs: flags.autopilot ?? null,
    ...(flags.mnemonic === undefined ? {} : { mnemonic: flags.mnemonic }),
    ...(flags.model ? { model: flags.model } : {}),
  })
  const listening = [
    server.tcpPort === null ? null : `APDU on 127.0.0.1:${server.tcpPort}`,
    server.httpPort === null ? null : `HTTP on http://127.0.0.1:${server.httpPort}`,
    server.buttonPort === null ? null : `buttons on 127.0.0.1:${server.buttonPort}`,
  ]
  const policy = flags.recordedVectors
    ? 'signs for mainnet too, with the published test mnemonic'
    : 'refuses mainnet'
  process.stdout.write(
    `Practice Ledger (${server.device.status().model}, ${policy}): ${listening.filter(Boolean).join(', ')}\n`,
  )
  server.device.subscribe(screenPrinter())
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
}

/** A Ledger in software, alone, for any client that speaks to the emulator. */
export const practiceLedgerCommand: Command = {
  register(program) {
    program
      .command('practice-ledger')
      .description('A Ledger in software: APDU over TCP and HTTP, buttons, screen, no hardware.')
      .option('--tcp <port>', 'the APDU port of the emulator', parsePort)
      .option(
        '--http <port>',
        'the HTTP interface: /apdu, /button, /finger, /events, /practice',
        parsePort,
      )
      .option('--buttons <port>', 'the button port: L l R r', parsePort)
      .option('--mnemonic <words>', 'a BIP-39 mnemonic; the published test mnemonic without it')
      .option(
        '--recorded-vectors',
        'answer recorded exchanges of mainnet (published mnemonic only)',
      )
      .addOption(new Option('--model <model>', 'whose screen it has').choices([...DEVICE_MODELS]))
      .option('--no-raw-messages', 'start with "Raw messages" off, as a fresh device')
      .option('--blind-signing', 'start with "Blind signing" on')
      .option('--autopilot <ms>', 'approve by itself after this delay', parseDelay)
      .addHelpText('after', '\nIt listens on this computer only and ends with Ctrl+C.')
      .action(run)
  },
}
