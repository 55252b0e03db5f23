/**
 * The well-known test mnemonic that device emulators ship with. It is public: whoever sends money
 * to one of its addresses loses it.
 */
export const PUBLISHED_TEST_MNEMONIC =
  'glory promote mansion idle axis finger extra february uncover one trip resource lawn turtle enact monster seven myth punch hobby comfort wild raise skin'
