/**
 * Units at one average cost. Between two additions the cost of what has left is
 * cost × taken / quantity of the moment of the last addition: dividing a disposal changes nothing.
 */
export class CostPool {
  #quantity = 0n
  #cost = 0n
  #taken = 0n
  #takenCost = 0n

  get quantity(): bigint {
    return this.#quantity - this.#taken
  }

  get cost(): bigint {
    return this.#cost - this.#takenCost
  }

  /** Cost and quantity whose quotient is the average, untouched by what has left since. */
  get average(): { readonly cost: bigint; readonly quantity: bigint } {
    return { cost: this.#cost, quantity: this.#quantity }
  }

  add(quantity: bigint, cost: bigint): void {
    this.#quantity += quantity - this.#taken
    this.#cost += cost - this.#takenCost
    this.#taken = 0n
    this.#takenCost = 0n
  }

  /** Takes at most what is there and gives its cost. */
  take(quantity: bigint): bigint {
    const taken = this.#taken + quantity
    if (taken > this.#quantity) throw new RangeError('more units than the pool holds')
    const takenCost = taken === this.#quantity ? this.#cost : (this.#cost * taken) / this.#quantity
    const share = takenCost - this.#takenCost
    this.#taken = taken
    this.#takenCost = takenCost
    return share
  }
}
