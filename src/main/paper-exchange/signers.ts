/** What the venue keeps for each signing address. */
export interface Signer {
  readonly address: string
  /** The highest nonces that were used, at most 100, ascending. */
  nonces: number[]
  /** Null: it signs for itself. Otherwise the account for which it may trade. */
  agentOf: { readonly master: string; readonly name: string; readonly validUntilMs: number } | null
}

const NONCES_KEPT = 100
const DAY_MS = 86_400_000

/**
 * The venue's rule for a signer's nonce: unused, above the lowest of the 100 highest used ones, and
 * between two days before and one day after now. Null: it is good and now used.
 */
export function takeNonce(signer: Signer, nonce: number, nowMs: number): string | null {
  if (nonce <= nowMs - 2 * DAY_MS || nonce >= nowMs + DAY_MS) {
    return `Invalid nonce: nonce ${nonce} is not within two days before and one day after ${nowMs}`
  }
  if (signer.nonces.includes(nonce)) return `Invalid nonce: duplicate nonce ${nonce}`
  const lowest = signer.nonces[0]
  if (lowest !== undefined && signer.nonces.length >= NONCES_KEPT && nonce < lowest) {
    return `Invalid nonce: nonce ${nonce} is below the lowest nonce kept, ${lowest}`
  }
  signer.nonces = [...signer.nonces, nonce].sort((a, b) => a - b).slice(-NONCES_KEPT)
  return null
}

/** At most three named agents and one without a name. */
const NAMED_AGENTS_MAX = 3
const AGENT_DAYS_MAX = 180

export interface AgentApproval {
  readonly master: string
  readonly agentAddress: string
  /** As sent: may end in " valid_until <ms>". */
  readonly agentName: string
  readonly nowMs: number
}

/** All signers by address, and the rules for agents. */
export class SignerBook {
  readonly #signers = new Map<string, Signer>()

  load(signer: Signer): void {
    this.#signers.set(signer.address, signer)
  }

  /** The signer's entry, made when it is new. */
  entry(address: string): Signer {
    let signer = this.#signers.get(address)
    if (!signer) {
      signer = { address, nonces: [], agentOf: null }
      this.#signers.set(address, signer)
    }
    return signer
  }

  /** The account that this address trades for as an agent, or null. */
  masterOf(address: string, nowMs: number): string | null {
    const agent = this.#signers.get(address)?.agentOf
    return agent && agent.validUntilMs > nowMs ? agent.master : null
  }

  agentsOf(master: string, nowMs: number): Signer[] {
    return [...this.#signers.values()].filter(
      ({ agentOf }) => agentOf?.master === master && agentOf.validUntilMs > nowMs,
    )
  }

  /** Registers an agent; the same name replaces the one before. Returns the changed entries. */
  approve(approval: AgentApproval): { changed: Signer[] } | { refusal: string } {
    const { master, agentAddress, nowMs } = approval
    const suffix = / valid_until (\d+)$/.exec(approval.agentName)
    const name = suffix ? approval.agentName.slice(0, suffix.index) : approval.agentName
    const latestMs = nowMs + AGENT_DAYS_MAX * DAY_MS
    const validUntilMs = suffix ? Number(suffix[1]) : latestMs
    if (name.length > 16) return { refusal: 'Agent name must be at most 16 characters.' }
    if (validUntilMs <= nowMs || validUntilMs > latestMs) {
      return { refusal: 'Agent validity must end within the next 180 days.' }
    }
    const known = this.#signers.get(agentAddress)
    if (agentAddress === master || (known && known.nonces.length > 0)) {
      return { refusal: 'Extra agent already used.' }
    }
    const agents = this.agentsOf(master, nowMs)
    const replaced = agents.filter(({ agentOf }) => agentOf?.name === name)
    const named = agents.filter(({ agentOf }) => agentOf?.name !== '' && agentOf?.name !== name)
    if (name !== '' && named.length >= NAMED_AGENTS_MAX)
      return { refusal: 'Too many extra agents.' }
    for (const signer of replaced) signer.agentOf = null
    const entry = this.entry(agentAddress)
    entry.agentOf = { master, name, validUntilMs }
    return { changed: [...replaced, entry] }
  }
}
