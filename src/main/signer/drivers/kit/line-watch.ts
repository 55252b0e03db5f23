import type { TransportFactory } from '@ledgerhq/device-management-kit'
import { DeviceFailure, heldByOther, unplugged } from '../../transports/device-failure.ts'
import type { EitherModule } from './load-kit.ts'

const SIGN_TYPED_DATA = 0x0c
const FULL_MESSAGE = 0x01
const OK = 0x9000
const INVALID_DATA = [0x6a, 0x80]
const LOCKED_BY_OTHER = 423
/** The address, the structures of a message and the signature; the rest may be refused unheeded. */
const NEEDED: readonly number[] = [0x02, 0x1a, 0x1c, SIGN_TYPED_DATA]

/**
 * What happens on the line beneath the kit. The kit hides two things that a ticket must say: why
 * the line was lost, and which answer of the device made it fall back to signing a bare hash.
 */
export class LineWatch {
  /** Set once the line is of no more use. */
  lost: DeviceFailure | null = null
  /** The first status word, since `begin`, with which the device refused what the desk needs. */
  refusal: number | null = null
  /** Set when the kit wanted a bare hash signed; the device never hears of it. */
  hasRefusedHash = false

  begin(): void {
    this.refusal = null
    this.hasRefusedHash = false
  }

  note(apdu: Uint8Array, status: number): void {
    if (status === OK || this.refusal !== null) return
    if (apdu[0] === 0xe0 && NEEDED.includes(apdu[1] ?? 0)) this.refusal = status
  }
}

const isBareHash = (apdu: Uint8Array): boolean =>
  apdu[0] === 0xe0 && apdu[1] === SIGN_TYPED_DATA && apdu[3] !== FULL_MESSAGE

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** Why a transport of the kit gave no answer, as the ticket says it. */
export function explainLine(error: unknown): DeviceFailure {
  for (const cause of [error, field(error, 'originalError')]) {
    if (cause instanceof DeviceFailure) return cause
    if (field(cause, 'status') === LOCKED_BY_OTHER) return heldByOther(cause)
    if (field(cause, 'status') !== undefined) {
      const sentence = `The emulator answered HTTP ${String(field(cause, 'status'))}.`
      return new DeviceFailure('driverFault', sentence, { cause })
    }
    if (cause instanceof SyntaxError || cause instanceof TypeError) {
      const sentence = 'The emulator answered something that is no APDU.'
      return new DeviceFailure('driverFault', sentence, { cause })
    }
  }
  return unplugged(error)
}

/** Wraps a transport of the kit, so that it is watched and never carries a bare hash. */
export function watchedTransport(
  factory: TransportFactory,
  watch: LineWatch,
  { Right }: EitherModule,
): TransportFactory {
  return (parts) => {
    const transport = factory(parts)
    const connect = transport.connect.bind(transport)
    transport.connect = async (wanted) => {
      const connected = await connect(wanted)
      return connected.map((device) => ({
        ...device,
        sendApdu: async (apdu, ...rest) => {
          if (isBareHash(apdu)) {
            watch.hasRefusedHash = true
            return Right({ statusCode: Uint8Array.from(INVALID_DATA), data: new Uint8Array() })
          }
          const answer = await device.sendApdu(apdu, ...rest)
          answer
            .ifRight(({ statusCode: [high = 0, low = 0] }) => watch.note(apdu, (high << 8) | low))
            .ifLeft((error) => {
              watch.lost ??= explainLine(error)
            })
          return answer
        },
      }))
    }
    return transport
  }
}
