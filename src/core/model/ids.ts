declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** 0x and 32 hex digits, made by the desk; the venue calls it cloid. */
export type ClientOrderId = Id<'ClientOrderId'>
/** The venue's own number for an order, as text; the venue calls it oid. */
export type VenueOrderId = Id<'VenueOrderId'>
/** The venue's number for one fill, as text; with the account's address it is unique. */
export type TradeId = Id<'TradeId'>
/** One approval ticket of this desk: "t-1", "t-2", … */
export type TicketId = Id<'TicketId'>
/** 16 hex digits, drawn once when the data folder is made. */
export type DeskId = Id<'DeskId'>

export const asClientOrderId = (text: string): ClientOrderId => text as ClientOrderId
export const asVenueOrderId = (text: string): VenueOrderId => text as VenueOrderId
export const asTradeId = (text: string): TradeId => text as TradeId
export const asTicketId = (text: string): TicketId => text as TicketId
export const asDeskId = (text: string): DeskId => text as DeskId

export const ticketIdFor = (ticketNumber: number): TicketId => asTicketId(`t-${ticketNumber}`)

/** The part an order plays in its ticket. */
export type OrderRole = 'entry' | 'stop' | 'target' | 'exit'
const ROLE_CODE: Record<OrderRole, string> = { entry: '01', stop: '02', target: '03', exit: '04' }

/**
 * Unique without a random source: the desk's id, the ticket's number, the part and how often the
 * part was renewed. The same log always gives the same ids.
 */
export function clientOrderIdFor(
  deskId: DeskId,
  ticketNumber: number,
  role: OrderRole,
  revision = 0,
): ClientOrderId {
  const ticket = ticketNumber.toString(16).padStart(12, '0')
  const renewed = (revision & 0xff).toString(16).padStart(2, '0')
  return asClientOrderId(`0x${deskId}${ticket}${ROLE_CODE[role]}${renewed}`)
}
