import type { Clock } from '../../runtime/clock.ts'
import type { DeviceModel } from '../practice-ledger/device-settings.ts'
import {
  createGuardedPracticeLedger,
  createRecordedVectorsLedger,
} from '../practice-ledger/guarded-practice-ledger.ts'
import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'
import { PUBLISHED_TEST_MNEMONIC } from '../practice-ledger/published-mnemonic.ts'
import { ApduTcpServer } from './apdu-tcp-server.ts'
import { ButtonTcpServer } from './button-tcp-server.ts'
import { HttpApiServer } from './http-api-server.ts'
import { OwnerHand } from './owner-hand.ts'

export interface PracticeLedgerServerOptions {
  readonly clock: Clock
  /** Ports on 127.0.0.1; 0 picks a free one, null leaves the interface out. */
  readonly tcpPort: number | null
  readonly httpPort: number | null
  readonly buttonPort: number | null
  readonly mnemonic?: string
  /** Answers mainnet's messages too, with the published mnemonic only. */
  readonly isForRecordedVectors: boolean
  readonly model?: DeviceModel
  readonly rawMessages: boolean
  readonly blindSigning: boolean
  readonly autopilotDelayMs?: number | null
}

/** A practice Ledger on its own, with the sockets of the emulator. */
export interface PracticeLedgerServer {
  readonly device: PracticeDevice
  readonly tcpPort: number | null
  readonly httpPort: number | null
  readonly buttonPort: number | null
  close(): Promise<void>
}

/** Throws a plain sentence when another mnemonic is asked to go without the policy. */
function createDevice(options: PracticeLedgerServerOptions): PracticeDevice {
  const settings = { rawMessages: options.rawMessages, blindSigning: options.blindSigning }
  const common = { clock: options.clock, settings }
  if (!options.isForRecordedVectors) {
    return createGuardedPracticeLedger({
      ...common,
      ...(options.model ? { model: options.model } : {}),
      ...(options.mnemonic === undefined ? {} : { mnemonic: options.mnemonic }),
      autopilotDelayMs: options.autopilotDelayMs ?? null,
    })
  }
  const words = options.mnemonic?.trim().split(/\s+/).join(' ')
  if (words !== undefined && words !== PUBLISHED_TEST_MNEMONIC) {
    throw new Error(
      '--recorded-vectors signs for mainnet as well, so it takes only the published test mnemonic: leave --mnemonic out.',
    )
  }
  if (options.autopilotDelayMs) {
    throw new Error('--recorded-vectors has no autopilot: press the buttons over HTTP.')
  }
  return createRecordedVectorsLedger({
    ...common,
    model: options.model ?? 'flex',
    appVersion: '1.22.0-dev',
  })
}

/** Rejects with a plain sentence when a port is taken or the options do not fit together. */
export async function startPracticeLedgerServer(
  options: PracticeLedgerServerOptions,
): Promise<PracticeLedgerServer> {
  const { clock, tcpPort, httpPort, buttonPort } = options
  const device = createDevice(options)
  const opened: { close(): Promise<void> }[] = []
  const keep = <T extends { close(): Promise<void> }>(server: T): T => {
    opened.push(server)
    return server
  }
  const close = async () => {
    // the cable is pulled: an open question is refused, and no notice keeps the program waiting
    device.script({ isPlugged: false })
    await Promise.all(opened.map((server) => server.close()))
  }
  try {
    const tcp = tcpPort === null ? null : keep(await ApduTcpServer.start(device, tcpPort))
    const allowAutopilot = !options.isForRecordedVectors
    const http =
      httpPort === null
        ? null
        : keep(await HttpApiServer.start({ device, clock, port: httpPort, allowAutopilot }))
    const hand = http?.hand ?? new OwnerHand(device, clock)
    const buttons = buttonPort === null ? null : keep(await ButtonTcpServer.start(hand, buttonPort))
    return {
      device,
      tcpPort: tcp?.port ?? null,
      httpPort: http?.port ?? null,
      buttonPort: buttons?.port ?? null,
      close,
    }
  } catch (cause) {
    await close()
    throw cause
  }
}
