import type { OrderSigned } from '#core/engine/events.ts'
import type { Book } from '#core/engine/state.ts'
import { agentMessage } from '../../src/main/signer/allowed-typed-data.ts'
import { actionBytesOf, connectionIdOf } from '../../src/main/signer/connection-id.ts'
import { recoverSigner, sameAddress } from '../../src/main/signer/recover-signer.ts'
import { SIM_ADDRESS } from './sim-device.ts'
import { isStandIn } from './stand-in-signature.ts'

/** Why a signature in the log does not prove what it should; null when it does. */
export function receiptProblem(book: Book, event: OrderSigned): string | null {
  const ticket = book.tickets.get(event.ticketId)
  const name = `the signature of ${event.ticketId} attempt ${event.attempt}`
  if (!ticket?.actionHex || ticket.nonce === null || ticket.expiresAfterMs === null) {
    return `${name} is over nothing that was prepared`
  }
  const { actionHex, nonce, expiresAfterMs } = ticket
  const connectionId = connectionIdOf(actionBytesOf(actionHex), { nonce, expiresAfterMs })
  if (connectionId !== event.connectionId) return `${name} is over other bytes`
  const signer = isStandIn(event.signature, connectionId)
    ? SIM_ADDRESS
    : recoverSigner(agentMessage('b', connectionId), event.signature)
  if (signer === null || !sameAddress(signer, book.accountAddress ?? '')) {
    return `${name} is of ${signer ?? 'nobody'}`
  }
  return sameAddress(signer, event.recoveredAddress) ? null : `${name} names another signer`
}
