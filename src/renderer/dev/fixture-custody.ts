import type { CustodyView, SessionView } from '#contract/views.ts'

export const NO_SESSION: SessionView = {
  stage: 'none',
  agentAddress: null,
  agentName: null,
  startedMs: null,
  validUntilMs: null,
  isEnding: false,
  problem: null,
  lastEnding: null,
}

export const CUSTODY: CustodyView = {
  accountAddress: '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d',
  derivationPath: "44'/60'/0'/0/0",
  session: NO_SESSION,
  driver: { setting: 'automatic', isFixed: false },
  deviceQuestion: null,
}
