import type { Mode, Signature } from '#core/model/signature.ts'
import { describeVenueError } from './error-table.ts'
import type { HttpPoster } from './http-post.ts'
import { parse, parseJson } from './parse.ts'
import { exchangeAnswerSchema } from './parse-exchange.ts'

/** A signing key that the owner approved on the device, for a time. */
export interface AgentApproval {
  readonly agentAddress: string
  /** With the venue's suffix " valid_until <ms>". */
  readonly agentName: string
  readonly nonce: number
  readonly signature: Signature
}

export type AgentAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string }

const ANSWER_TIMEOUT_MS = 10_000
/** The chain in the domain that the device signed, 421614. */
const SIGNATURE_CHAIN_ID = '0x66eee'

const refused = (message: string): AgentAnswer => ({ ok: false, message })

/**
 * Sends the approval once. Without an answer the agent counts as not approved: its key is thrown
 * away, and what the venue may have taken is worth nothing to anybody.
 */
export async function approveAgent(
  poster: HttpPoster,
  mode: Mode,
  { agentAddress, agentName, nonce, signature }: AgentApproval,
): Promise<AgentAnswer> {
  const { r, s, v } = signature
  const action = {
    type: 'approveAgent',
    signatureChainId: SIGNATURE_CHAIN_ID,
    hyperliquidChain: mode === 'mainnet' ? 'Mainnet' : 'Testnet',
    agentAddress: agentAddress.toLowerCase(),
    agentName,
    nonce,
  }
  const body = JSON.stringify({ action, nonce, signature: { r, s, v } })
  const options = { timeoutMs: ANSWER_TIMEOUT_MS, isFreshConnection: true }
  const result = await poster.post('/exchange', body, options)
  if (result.kind !== 'answered') {
    return refused(`The venue did not answer (${result.message}); the key was thrown away.`)
  }
  if (result.status !== 200) return refused(`The venue answered with HTTP ${result.status}.`)
  const json = parseJson(result.text, 'answer to an approval')
  const parsed = json.ok ? parse(exchangeAnswerSchema, json.value, 'answer to an approval') : json
  if (!parsed.ok) return refused(parsed.message)
  if (parsed.value.kind !== 'refused') return { ok: true }
  return refused(describeVenueError(parsed.value.response).message)
}
