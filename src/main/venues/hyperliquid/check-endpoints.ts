import type { Mode } from '#core/model/signature.ts'

const MAINNET_HOST = 'api.hyperliquid.xyz'
const TESTNET_HOST = 'api.hyperliquid-testnet.xyz'
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Where each mode lives; paper is a port of this machine, so it has no fixed one. */
export const VENUE_ENDPOINTS = {
  testnet: { httpUrl: `https://${TESTNET_HOST}`, wsUrl: `wss://${TESTNET_HOST}/ws` },
  mainnet: { httpUrl: `https://${MAINNET_HOST}`, wsUrl: `wss://${MAINNET_HOST}/ws` },
} as const

function checkOne(mode: Mode, text: string, secure: string, plain: string): void {
  const url = new URL(text)
  const { hostname, protocol } = url
  const isRight =
    mode === 'paper'
      ? LOOPBACK.has(hostname) && (protocol === plain || protocol === secure)
      : hostname === (mode === 'mainnet' ? MAINNET_HOST : TESTNET_HOST) && protocol === secure
  if (isRight) return
  const wanted = mode === 'paper' ? 'a port of this machine' : VENUE_ENDPOINTS[mode].httpUrl
  throw new Error(`In ${mode} mode the venue is ${wanted}, not ${url.origin} (E003).`)
}

/** Paper, testnet and mainnet never mix: throws when an address does not belong to the mode. */
export function checkEndpoints(mode: Mode, httpUrl: string, wsUrl: string): void {
  checkOne(mode, httpUrl, 'https:', 'http:')
  checkOne(mode, wsUrl, 'wss:', 'ws:')
}
