/**
 * The venue's own shapes of what it executes. The order of the keys is part of the signed bytes:
 * build these objects only with the functions in prepare.ts.
 */
export type OrderKind =
  | { readonly limit: { readonly tif: 'Gtc' | 'Ioc' | 'Alo' } }
  | {
      readonly trigger: {
        readonly isMarket: boolean
        readonly triggerPx: string
        readonly tpsl: 'tp' | 'sl'
      }
    }

export interface WireOrder {
  readonly a: number
  readonly b: boolean
  readonly p: string
  readonly s: string
  readonly r: boolean
  readonly t: OrderKind
  readonly c: string
}

export interface OrderAction {
  readonly type: 'order'
  readonly orders: readonly WireOrder[]
  readonly grouping: 'na' | 'normalTpsl'
}
export interface BatchModifyAction {
  readonly type: 'batchModify'
  readonly modifies: readonly { readonly oid: string; readonly order: WireOrder }[]
  /** Always place: without it the venue turns a modify into a post-only limit order (since 2026). */
  readonly a: true
}
export interface CancelByCloidAction {
  readonly type: 'cancelByCloid'
  readonly cancels: readonly { readonly asset: number; readonly cloid: string }[]
}
export interface UpdateLeverageAction {
  readonly type: 'updateLeverage'
  readonly asset: number
  readonly isCross: boolean
  readonly leverage: number
}

export type VenueAction =
  | OrderAction
  | BatchModifyAction
  | CancelByCloidAction
  | UpdateLeverageAction
