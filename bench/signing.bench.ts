import { encode } from '@msgpack/msgpack'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concat, hashTypedData, keccak256, recoverAddress, toHex } from 'viem'
import { agentMessage } from '../src/main/signer/allowed-typed-data.ts'
import { connectionIdOf } from '../src/main/signer/connection-id.ts'
import { digestOf, recoverSigner } from '../src/main/signer/recover-signer.ts'
import {
  bracketAction,
  INSTRUMENTS,
  LONG_BRACKET,
  signActionFor,
} from '../src/main/signer/terms.test-support.ts'
import { verifyAction } from '../src/main/signer/verify-action.ts'
import { buildAction } from '../src/main/venues/hyperliquid/prepare.ts'
import { signPayload } from '../src/main/venues/hyperliquid/sign-payload.ts'
import type { Bench } from './bench.ts'
import { timeBatches, timeEach } from './bench.ts'

const SECRET = Uint8Array.from(
  Buffer.from('0123456789012345678901234567890123456789012345678901234567890123', 'hex'),
)
const NONCE = 1_782_000_000_000
const EXPIRY = NONCE + 120_000
const action = bracketAction(LONG_BRACKET)
const bytes = encode(action)
const request = signActionFor(LONG_BRACKET, action)
const connectionId = connectionIdOf(bytes, { nonce: NONCE, expiresAfterMs: EXPIRY })

const utf8 = new TextEncoder()
const hashOf = (text: string): Uint8Array => keccak_256(utf8.encode(text))
const join = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)

function uint64(value: number): Uint8Array {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64BE(BigInt(value))
  return buffer
}

const word = (value: number): Uint8Array => join(new Uint8Array(24), uint64(value))

/** The venue's domain and type, hashed once as a hand-written signer would. */
const DOMAIN = keccak_256(
  join(
    hashOf('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
    hashOf('Exchange'),
    hashOf('1'),
    word(1337),
    new Uint8Array(32),
  ),
)
const AGENT_TYPE = hashOf('Agent(string source,bytes32 connectionId)')

const nobleConnectionId = (): Uint8Array =>
  keccak_256(join(bytes, uint64(NONCE), Uint8Array.of(0), Uint8Array.of(0), uint64(EXPIRY)))

function nobleDigest(id: Uint8Array): Uint8Array {
  const struct = keccak_256(join(AGENT_TYPE, hashOf('b'), id))
  return keccak_256(join(Uint8Array.of(0x19, 0x01), DOMAIN, struct))
}

const viemConnectionId = () =>
  keccak256(
    concat([
      bytesToHex(bytes),
      toHex(NONCE, { size: 8 }),
      '0x00',
      '0x00',
      toHex(EXPIRY, { size: 8 }),
    ]),
  )

const viemDigest = (id: `0x${string}`) =>
  hashTypedData({
    domain: {
      name: 'Exchange',
      version: '1',
      chainId: 1337,
      verifyingContract: '0x0000000000000000000000000000000000000000',
    },
    types: {
      Agent: [
        { name: 'source', type: 'string' },
        { name: 'connectionId', type: 'bytes32' },
      ],
    },
    primaryType: 'Agent',
    message: { source: 'b', connectionId: id },
  })

const digest = nobleDigest(nobleConnectionId())
const recovered = secp256k1.sign(digest, SECRET, { prehash: false, format: 'recovered' })
const hex = (part: Uint8Array): `0x${string}` => `0x${Buffer.from(part).toString('hex')}`
const signature = {
  r: hex(recovered.subarray(1, 33)),
  s: hex(recovered.subarray(33)),
  v: recovered[0] === 0 ? 27 : 28,
} as const

function nobleAddress(): string {
  const key = secp256k1.recoverPublicKey(recovered, digest, { prehash: false })
  const point = secp256k1.Point.fromBytes(key).toBytes(false)
  return hex(keccak_256(point.subarray(1)).subarray(-20))
}

/** A bench of things that differ would be of no use. */
function mustAgree(): void {
  const ours = digestOf(agentMessage('b', connectionId))
  const ids = [hex(nobleConnectionId()), viemConnectionId()]
  const digests = [hex(digest), viemDigest(viemConnectionId())]
  if (ids.some((id) => id !== connectionId) || digests.some((one) => one !== ours)) {
    throw new Error('the libraries do not agree on the hash')
  }
  const signer = recoverSigner(agentMessage('b', connectionId), signature)?.toLowerCase()
  if (signer !== nobleAddress()) throw new Error('the libraries do not agree on the signer')
}

const QUICK = { samples: 40, batch: 200 }
const SLOW = { samples: 40, batch: 10 }
const find = (coin: string) => INSTRUMENTS.find((instrument) => instrument.coin === coin)

const hashing: Bench = {
  title: 'Hash of a bracket: connectionId and EIP-712 digest',
  async run() {
    mustAgree()
    const ethers = () =>
      digestOf(agentMessage('b', connectionIdOf(bytes, { nonce: NONCE, expiresAfterMs: EXPIRY })))
    return [
      timeBatches('ethers (the second path)', QUICK, ethers),
      timeBatches('viem', QUICK, () => viemDigest(viemConnectionId())),
      timeBatches('@noble by hand', QUICK, () => nobleDigest(nobleConnectionId())),
    ]
  },
}

const recovering: Bench = {
  title: 'Signer of a signature over a known digest',
  async run() {
    const message = agentMessage('b', connectionId)
    return [
      timeBatches('ethers, digest included (the desk)', SLOW, () =>
        recoverSigner(message, signature),
      ),
      await timeEach('viem', { samples: 200, warmUp: 20 }, () =>
        recoverAddress({ hash: hex(digest), signature: { ...signature, v: BigInt(signature.v) } }),
      ),
      timeBatches('@noble', SLOW, () => nobleAddress()),
    ]
  },
}

const whole: Bench = {
  title: 'A bracket from terms to bytes and back',
  async run() {
    return [
      timeBatches('encode and hash (the venue adapter)', QUICK, () =>
        signPayload(buildAction(LONG_BRACKET, find), NONCE, EXPIRY),
      ),
      timeBatches('decode, compare and hash again (the signer)', QUICK, () =>
        verifyAction(request, INSTRUMENTS),
      ),
    ]
  },
}

/** What stands between the press of Approve and the device, and between the device and the venue. */
export const bench: readonly Bench[] = [hashing, recovering, whole]
